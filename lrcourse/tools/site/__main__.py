"""Run the lessons and write the reading edition, a site of plain files: python3 course.py pages.

MyST-NB under Sphinx with the book theme makes it: search, contents, navigation, dark and light, print, all of it files
that lie beside the pages. Plain nbconvert has none of these; Jupyter Book 2 needs Node.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import nbclient
import nbformat
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from ...lessons import name_of
from ...notebook_form import normal
from ...places import repository, to_install
from .. import notebooks
from .cells import converted

ROOT = notebooks.FOLDER.parent
SITE = ROOT / "build" / "pages"
MATHJAX = "d4295dc33744836935c1399feece5159577b34c5c8ffb9f1c6324cd82e03a882"  # SHA-256 of 3.2.2's tex-svg.js
HYPHENS = re.compile(r"\b(over|under)-(fit\w*)", re.I)  # many write these in one word, and search so
NO_SCRIPTS = "<noscript><p>Without JavaScript the sliders rest, and formulas are shown as TeX.</p></noscript>"
HERE = Path(__file__).resolve().parent
CONFIG = {
    "project": "The learning rate",
    "language": "en",
    "extensions": ["myst_nb"],
    "nb_execution_mode": "off",
    "nb_ipywidgets_js": {},
    "myst_enable_extensions": ["amsmath", "dollarmath"],
    "myst_heading_anchors": 2,
    "mathjax_path": "tex-svg.js",
    # else Tab stops at each formula on the way to a slider
    "mathjax3_config": {"options": {"menuOptions": {"settings": {"inTabOrder": False}}}},
    "html_theme": "sphinx_book_theme",
    "html_title": "The learning rate",
    "html_static_path": ["_static"],
    "html_favicon": "_static/page.svg",
    "html_css_files": ["page.css"],
    "html_js_files": ["page.js"],
    "html_copy_source": False,
    "html_use_index": False,  # its few words are for the search, and no page leads to it
    "html_show_sphinx": False,
    "html_context": {"default_mode": "light"},  # page.js makes it auto
    "html_theme_options": {"use_download_button": False, "navbar_persistent": []},
}


def write(site, lessons):
    """Write the pages of the lessons (paths), run anew, into the folder `site`; return whether all went well."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source")
        static = source / "_static"
        (static / "frames").mkdir(parents=True)
        for file in ("page.css", "page.js", "page.svg"):
            shutil.copy(HERE / file, static)
        (static / "tex-svg.js").write_bytes(mathjax())
        (static / "scripts").mkdir()
        (static / "scripts" / "fontawesome.js").touch()  # the theme's: 1.5 MB for a dozen icons that its font has too
        shutil.copytree(notebooks.FOLDER / "images", source / "images")
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for path, notebook in zip(lessons, pool.map(lambda path: _page(path, static), lessons)):
                nbformat.write(notebook, source / path.name)
                print(f"{path.stem}: run", flush=True)
        (source / "index.md").write_text(index(lessons), encoding="utf-8")
        with docutils_namespace():
            sphinx = Sphinx(
                source, None, site, Path(folder, "made"), "html", CONFIG, status=None, exception_on_warning=True
            )
            sphinx.build(force_all=True)
    return not sphinx.statuscode


def _page(path, static):
    """Run a lesson and return the notebook that its page is made from."""
    name = name_of(path)
    code = f"from lrcourse.tools.site.frames import write_frames\nwrite_frames({name!r}, {str(static / 'frames')!r})"
    notebook = notebooks.executed(path, code)
    said = static / "frames" / f"{name}.json"
    figures = json.loads(said.read_text(encoding="utf-8"))
    said.unlink()

    def picture(png):
        """Write a picture that has no slider, and return its address."""
        file = f"{hashlib.sha256(png).hexdigest()[:16]}.png"
        (static / "frames" / file).write_bytes(png)
        return f"_static/frames/{file}"

    kernel = binder(path)
    page = normal(converted(notebook, figures, picture, kernel))
    opened = (
        f"[Open this lesson in Binder]({kernel}), or [on your computer](index.md#start), to change and run its code. "
        f"[Open in Colab]({colab(path)}) is another way, which we have not tried; run this there first: "
        f'`%pip install "{to_install()}"`'
    )
    searched = f"```{{index}} {', '.join(words)}\n```\n\n" if (words := joined(page)) else ""
    page.cells.insert(1, nbformat.v4.new_markdown_cell(f"{searched}{opened}\n\n{NO_SCRIPTS}"))
    return page


def joined(notebook):
    """Return the words that a notebook's text writes with a hyphen, without it, as many search for them; sorted."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return sorted({"".join(parts).lower() for parts in HYPHENS.findall(text)})


def binder(lesson):
    """Return the address at which Binder opens a lesson, a path: the README's, with this lesson's file name."""
    return re.search(r"^\[binder\]: (\S+%2F)", _readme(), re.M).group(1) + quote(lesson.name, safe="")


def colab(lesson):
    """Return the address at which Google Colab opens a lesson, from the repository's main branch."""
    there = repository().replace("https://github.com/", "https://colab.research.google.com/github/")
    return f"{there}/blob/HEAD/notebooks/{lesson.name}"


def index(lessons):
    """Return the first page, in Markdown: the README without its moving picture, for here the sliders themselves move,
    with links to GitHub for what has no page.
    """
    readme = _readme()
    text = re.sub(r"!\[[^\]]*\]\([^)]*\.gif\)\n\n", "", readme)
    text = re.sub(r"\[!\[.*?\]\[binder\]\n", f"[Open the course in Binder]({binder(lessons[0])})\n", text)
    text = re.sub(r"\]\(notebooks/(\d\d_|images/)", r"](\1", text)
    text = re.sub(r"\]\((?!https?:|#|\d\d_|images/)", f"]({repository()}/blob/HEAD/", text)
    pages = "\n".join(path.stem for path in lessons)
    return f"{text}\n```{{toctree}}\n:hidden:\n\n{pages}\n```\n"


def _readme():
    """Return the text of the README."""
    return (ROOT / "README.md").read_text(encoding="utf-8")


def mathjax():
    """Return the script that sets formulas, and loads nothing more; raise ValueError if it is not the one tried."""
    path = Path(find_spec("sphinx-mathjax-offline").origin).parent / "static" / "mathjax" / "tex-svg.js"
    script = path.read_bytes()
    if hashlib.sha256(script).hexdigest() != MATHJAX:
        raise ValueError(f"{path.name} of sphinx-mathjax-offline: not MathJax 3.2.2, with which the pages were tried")
    return script


def main(arguments=None):
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="course.py pages", description="Run the lessons and write them as a site.")
    parser.parse_args(arguments)
    try:
        shutil.rmtree(SITE, ignore_errors=True)
        good = write(SITE, notebooks.lessons())
    except (ValueError, OSError, nbclient.exceptions.CellExecutionError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Open {SITE / 'index.html'} in a browser.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
