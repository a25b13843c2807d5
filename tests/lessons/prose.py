"""What keeps a lesson's text cells from being well formed: each fault in one sentence. Read with a Markdown parser."""

import re
import unicodedata
from html.parser import HTMLParser
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

PARSER = MarkdownIt("commonmark").enable("table")
TAGS = {"details", "summary", "br", "sub", "sup"}
KINDS = {"text/plain", "text/html", "image/png"}  # of output that a lesson stores
MACROS = set(  # that lessons use; each is in MathJax's list (docs.mathjax.org, "Supported TeX/LaTeX commands")
    "alpha approx bar beta big Big bigl bigr cdot cdots circ cos delta Delta dots epsilon eta exp frac dfrac tfrac "
    "gamma ge "
    "geq hat in infty int kappa lambda Lambda lVert rVert lvert rvert ldots le left leftarrow leq lfloor ln log ll "
    "mathbf nu "
    "mathrm max min mid mu nabla ne neq odot operatorname overline partial pi pm prod propto qquad quad rfloor right "
    "rightarrow Rightarrow rho sigma Sigma sim sin sqrt sum tanh text theta times tilde to underbrace varepsilon vdots "
    "widehat xi".split()
)
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.S)
FIGURE = re.compile(r"\b(scrub|explore|plots|figures|tables|toy)\b[.(]")


def faults(notebook, folder):
    """All faults of a lesson's text, and of the order of its cells; `folder` is where its links lead from."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found += [f"{cell.id}: {fault}" for fault in _of_text(cell.source, folder)]
            if cell.id.endswith("-hint") and not re.fullmatch(r"<details>.*</details>", cell.source.strip(), re.S):
                found.append(f"{cell.id}: the hint does not fold")
        elif cell.cell_type == "code":
            found += [f"{cell.id}: {fault}" for fault in _of_outputs(cell)]
        else:
            found.append(f"{cell.id}: a {cell.cell_type} cell")
        if cell.get("attachments"):
            found.append(f"{cell.id}: an attachment")
    return found + _of_headings(notebook) + _of_order(notebook)


def _of_text(source, folder):
    for line in source.split("\n"):
        if line != line.rstrip():
            yield f"a blank ends the line {line[:40]!r}"
    hidden = [
        c for c in source if unicodedata.category(c) in ("Cf", "Cc", "Co", "Zl", "Zp") and c != "\n" or c == "\xa0"
    ]
    if hidden:
        yield f"an invisible character, U+{ord(hidden[0]):04X}"
    tokens = [part for token in PARSER.parse(source) for part in (token, *(token.children or ()))]
    yield from _of_html("".join(token.content for token in tokens if token.type in ("html_block", "html_inline")))
    for token in tokens:
        if token.type == "image" and not token.content.strip():
            yield f"the image {token.attrs['src']} has no alt text"
        if token.type == "text" and re.search(r"\]\(\w+:", token.content):
            yield f"the link {token.content[:40]!r} is none, or not a safe one"
        target = token.attrs.get("href") or token.attrs.get("src")
        if target and not _leads_somewhere(target, folder):
            yield f"the link {target} leads nowhere"
    code = [token.content for token in tokens if token.type in ("code_inline", "fence", "code_block")]
    yield from _of_formulas(source, code)


def _leads_somewhere(target, folder):
    parts = urlsplit(target)
    if parts.scheme:
        return parts.scheme == "https" and "." in parts.netloc
    return not parts.path or (folder / parts.path).exists()


def _of_formulas(source, code):
    for text in code:
        source = source.replace(text, " ")
    for paragraph in re.split(r"\n\s*\n", source.replace("\\$", " ")):
        if paragraph.count("$") % 2:
            yield f"a lone $ in {paragraph[:40]!r}"
            return
    outside = FORMULA.sub(" ", source)
    bare = re.search(r".{0,20}(\\[A-Za-z]+|[_^]\{)", outside)
    if bare:
        yield f"a formula without $: {bare[0]!r}"
    for one in FORMULA.finditer(source):
        formula = one[1] or one[2]
        unknown = set(re.findall(r"\\([A-Za-z]+)", formula)) - MACROS
        if unknown:
            yield f"MathJax may not know \\{sorted(unknown)[0]}"
        plain = formula.replace("\\{", "").replace("\\}", "")
        if plain.count("{") != plain.count("}") or len(re.findall(r"\\left\b", formula)) != len(
            re.findall(r"\\right\b", formula)
        ):
            yield f"braces do not close in ${formula}$"


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.said = [], []

    def handle_starttag(self, tag, attributes):
        if tag not in TAGS or attributes:
            self.said.append(f"the tag <{tag}{''.join(' ' + name for name, _ in attributes)}>")
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.said.append(f"</{tag}> closes nothing")


def _of_html(text):
    parser = _Tags()
    parser.feed(text)
    return parser.said + [f"<{tag}> is not closed" for tag in parser.open]


def _of_outputs(cell):
    if len(cell.source.split("\n")) > 12:
        yield "more than 12 lines of code"
    if re.search(r"\bplt\.|^%|^!", cell.source, re.M):
        yield "figures are drawn by the package, and lessons hold no magics"
    for output in cell.outputs:
        unknown = set(output.get("data", {})) - KINDS | set(output.get("metadata", {})) - {"image/png"}
        if unknown:
            yield f"an output with {sorted(unknown)[0]}"


def _of_headings(notebook):
    levels = [
        int(token.tag[1])
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for token in PARSER.parse(cell.source)
        if token.type == "heading_open"
    ]
    found = (
        []
        if levels[:1] == [1] and levels.count(1) == 1
        else [f"{levels.count(1)} headings with one #, allowed is the first"]
    )
    return found + [f"a heading of level {b} below one of {a}" for a, b in zip(levels, levels[1:]) if b > a + 1]


def _of_order(notebook):
    """Predict, look, figure, what came out, explanation: in this order for every prediction that the lesson answers."""
    cells, found = notebook.cells, []
    for at, cell in enumerate(cells):
        for name in re.findall(r'^predict\("([^"]+)"\)', cell.source, re.M) if cell.cell_type == "code" else ():
            came_out = [
                i for i, other in enumerate(cells) if f'outcome("{name}")' in other.source and other.cell_type == "code"
            ]
            if "**Predict." not in cells[at - 1].source:
                found.append(f"{cell.id}: no question stands above the prediction {name}")
            if len(came_out) != 1 or came_out[0] < at:
                found.append(f"{cell.id}: the outcome of {name} is not told once, below it")
                continue
            between = [
                other
                for other in cells[at + 1 : came_out[0]]
                if other.cell_type == "code" and FIGURE.search(other.source)
            ]
            if not between:
                found.append(f"{cell.id}: no figure answers {name} before its outcome")
            if not cells[came_out[0] + 1].source.startswith("**What happened"):
                found.append(f"{cell.id}: no explanation follows the outcome of {name}")
    return found
