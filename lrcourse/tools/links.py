"""The targets of the links in lessons: a link whose words are a lesson's title or a reference leads there."""

import re

from ..lessons import names, notebook, title
from ..lessons.references import REFERENCES

LINK = re.compile(r"\[([^\]\[]+)\]\(([^)\s]*)\)")


def with_targets(text, folder=""):
    """Return the Markdown with the target of every link that names a lesson or a reference filled in.

    `folder` is where notebooks/ lies from the text's own file: "" beside the lessons, "notebooks/" in the README.
    """
    known = {title(name): folder + notebook(name).name for name in names() if notebook(name)}
    known |= {key: reference.address for key, reference in REFERENCES.items()}
    return LINK.sub(lambda link: f"[{link[1]}]({known.get(link[1], link[2])})", text)


def faults(text):
    """Return what is wrong with the links of a Markdown text, a list of sentences: words that do not name the target,
    and works that are cited without a link or are not among the references.
    """
    found = []
    titles = {notebook(name).name: title(name) for name in names() if notebook(name)}
    addresses = {reference.address: key for key, reference in REFERENCES.items()}
    for words, target in LINK.findall(text):
        meant = titles.get(target.rpartition("/")[2]) or addresses.get(target)
        if meant and words != meant:
            found.append(f"the link {words!r} leads to {meant!r}; its words are to name that")
        elif not meant and re.match(r"https?://(arxiv\.org|doi\.org)/", target):
            found.append(f"the link {words!r} leads to {target}, which is not among the references")
    for empty in re.findall(r"\[[^\]\[]*\]\(\)", text):
        found.append(f"the link {empty} leads nowhere: its words are neither a lesson's title nor a reference's key")
    for cited in CITED.findall(LINK.sub(" ", text)):
        found.append(f"{cited!r} is cited without a link: write [{cited}]() with a key of lessons/references.py")
    return found


CITED = re.compile(r"\b[A-ZÄÖÜ][\w’'-]+(?:(?:,| and| &) [A-ZÄÖÜ][\w’'-]+)*(?: et al\.)?,? \(?(?:19|20)\d\d[ab]?\b")
