"""The parts of a page that the theme gives a form: lead, figures with numbers, cells, tables of numbers, parameters.

All of it happens to the finished tree of an HTML page, in the language of the page, so that catalogues know nothing
of it.
"""

import re
from html import escape, unescape
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from _ext.explorer.directive import explorer
from _ext.pages import facts as page_facts
from _ext.pages.navigation import FOLDERS

AFTER_LEAD = "<!-- after the lead -->"  # The template puts what belongs to every page of a kind here.
NUMBER = re.compile(r"[-−+]?[\d,. ]*\d[\d,.]*(?: ?(?:%|ms|s|KB|MB|MiB|×|M|G))?|–|-|")
OF_ROWS = re.compile(r"(.+): rows? ([0-9][0-9, –]*)")
BETWEEN_TAGS = re.compile(r"(?<=>)[^<>]+(?=<)")
CODE = ("literal_block", "code_links_block")  # The latter is sphinx-gallery's, for code with links in it.
DASH = re.compile(" – |：")  # Between what a parameter is called and what it is; Chinese has a colon.
NAME = re.compile(r"(?P<name>[\w\[\]*., |、…]{1,100}?) ?(?:[(（](?P<type>.*)[)）])?")
ONLY_SHOW = re.compile(r"plotting\.show\(\w*\)")
INDEXES = tuple(f"{folder}/index" for folder in FOLDERS)


class Lead(SphinxPostTransform):
    """Mark the first paragraph, and the place behind it."""

    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Put the mark in; a page without a first paragraph has it behind its title."""
        paragraph = page_facts.lead(self.document)
        section = next(self.document.findall(nodes.section), None)
        if section is None:
            return
        if paragraph is not None:
            paragraph["classes"].append("lead")
        title = section.first_child_matching_class(nodes.title) or 0
        last = title if paragraph is None else section.index(paragraph)
        section.insert(last + 1, nodes.raw("", AFTER_LEAD, format="html"))


class OnlyShow(SphinxTransform):
    """Leave out a script's last block where all it does is to open windows: the figures stand in the page."""

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Remove the blocks that hold nothing but this call."""
        for block in list(self.document.findall(nodes.literal_block)):
            if ONLY_SHOW.fullmatch(block.astext().strip()):
                block.parent.remove(block)


class IndexWithoutList(SphinxPostTransform):
    """Take the plain lists of pages from the indexes: the theme shows the same pages as rows or cards."""

    default_priority = 5
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Remove the tables of contents of an index page."""
        if self.env.docname in INDEXES:
            for toctree in list(self.document.findall(addnodes.toctree)):
                toctree.parent.remove(toctree)


class Figures(SphinxPostTransform):
    """Give every picture a frame, a number and a sentence beneath."""

    default_priority = 710
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Frame loose pairs of pictures, then number all figures of the page in order."""
        for image in list(self.document.findall(nodes.image)):
            if "only-light" in image["classes"] and not _framed(image):
                _frame(image)
        for number, figure in enumerate(self.document.findall(nodes.figure), 1):
            self._label(figure, _("Figure %s") % number)

    def _label(self, figure: nodes.figure, label: str) -> None:
        caption = next(iter(figure.findall(nodes.caption)), None)
        if caption is None:  # The sentence that says what is seen stands beneath, and is not said twice.
            images = list(figure.findall(nodes.image))
            caption = nodes.caption("", images[0]["alt"] if images else "")
            for image in images:
                image["alt"] = label
            figure += caption
        caption.insert(0, [nodes.strong("", label, classes=["figure-number"]), nodes.Text(" ")])


def _framed(image: nodes.image) -> bool:
    parent = image.parent
    while parent is not None:
        if isinstance(parent, (nodes.figure, explorer)) or "gallery-card" in parent.get("classes", ()):
            return True
        parent = parent.parent
    return False


def _frame(image: nodes.image) -> None:
    """Put a picture and its other versions, which follow it, into a figure."""
    parent, place = image.parent, image.parent.index(image)
    end = place + 1
    while end < len(parent) and _is_version(parent[end]):
        end += 1
    figure = nodes.figure("", *parent[place:end], classes=["picture"])
    parent[place:end] = [figure]


def _is_version(node: nodes.Node) -> bool:
    """Tell whether a node is the dark or the narrow version of the picture in front of it."""
    classes = node["classes"] if isinstance(node, nodes.image) else ()
    return "only-dark" in classes or "only-narrow" in classes


class Cells(SphinxPostTransform):
    """One form for code and what it prints, from a page's cell and from a gallery script."""

    default_priority = 720
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Label the outputs of cells, and make cells of the gallery's blocks."""
        for box in list(self.document.findall(nodes.container)):
            if "cell_output" in box["classes"] and any(box.findall(nodes.literal_block)):
                box.insert(0, _label())
        for output in list(self.document.findall(nodes.literal_block)):
            if "sphx-glr-script-out" in output["classes"]:
                _join(output)


def _label() -> nodes.paragraph:
    return nodes.paragraph("", _("Output"), classes=["output-label"])


def _join(output: nodes.literal_block) -> None:
    """Put a script's output directly under the code that printed it; its figures follow."""
    parent = output.parent
    place = parent.index(output)
    while place and isinstance(parent[place - 1], nodes.figure):
        place -= 1
    code = parent[place - 1]
    if not place or not isinstance(code, nodes.Element) or code.tagname not in CODE:
        return
    cell = nodes.container(classes=["cell"])
    parent.replace(code, cell)
    parent.remove(output)
    cell += nodes.container("", code, classes=["cell_input"])
    cell += nodes.container("", _label(), output, classes=["cell_output"])


class Tables(SphinxPostTransform):
    """Columns of numbers stand to the right, where their digits meet."""

    default_priority = 730
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Mark the cells of every column that holds only numbers."""
        for group in self.document.findall(nodes.tgroup):
            rows = [list(row.findall(nodes.entry)) for row in group.findall(nodes.row)]
            body = rows[sum(len(part) for part in group.findall(nodes.thead)) :]
            if len({len(row) for row in rows}) != 1:
                continue
            for column in range(len(rows[0])):
                words = [row[column].astext().strip() for row in body]
                if any(words) and all(NUMBER.fullmatch(word) for word in words):
                    for row in rows:
                        row[column]["classes"].append("number")


class PrintedTables(SphinxPostTransform):
    """A table that a cell shows says its headings in the language of the page; the code's own words stay English."""

    default_priority = 735
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Look up every text between two tags; numbers and names have no translation and stay."""
        for table in list(self.document.findall(nodes.raw)):
            if "<thead>" in table.astext() and "cell_output" in table.parent["classes"]:
                words = BETWEEN_TAGS.sub(lambda text: escape(_spoken(unescape(text[0]))), table.astext())
                table.replace_self(nodes.raw("", words, **table.attributes))


def _spoken(text: str) -> str:
    """Return what a table says in the language of the page; what it says of some rows names them at its end."""
    lines = []
    for line in text.split("\n"):
        found = OF_ROWS.fullmatch(line)
        numbered = _("%(said)s: rows %(which)s")
        if found and "rows" not in numbered:
            line = numbered % {"said": _(found[1]), "which": found[2]}
        lines.append(_(line))
    return "\n".join(lines)


class Parameters(SphinxPostTransform):
    """Parameters in two columns: name and type, then what it is."""

    default_priority = 740
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Rebuild the entries of every list of fields."""
        for body in self.document.findall(nodes.field_body):
            for paragraph in list(body.findall(nodes.paragraph)):
                single = paragraph.parent is body and len(body) == 1
                if single or isinstance(paragraph.parent, nodes.list_item):
                    _split(paragraph)


def _split(paragraph: nodes.paragraph) -> None:
    """Part `name (type) – what it is` at its dash or colon; what has no such form stays as it is."""
    head = ""
    for place, node in enumerate(paragraph.children):
        dash = DASH.search(node) if isinstance(node, nodes.Text) else None
        if dash is None:
            head += node.astext()
            continue
        found = NAME.fullmatch(head + str(node)[: dash.start()])
        if found:
            rest = nodes.paragraph("", "", nodes.Text(str(node)[dash.end() :]), *paragraph.children[place + 1 :])
            left = nodes.container(
                "", nodes.paragraph("", found["name"], classes=["name"]), ids=_anchors(paragraph, found)
            )
            if found["type"]:
                left += nodes.paragraph("", found["type"], classes=["type"])
            paragraph.parent.replace(paragraph, nodes.container("", left, rest, classes=["parameter"]))
        return


def _anchors(paragraph: nodes.paragraph, found: re.Match[str]) -> list[str]:
    """Return the address of each parameter that a line of a description describes."""
    described = paragraph.parent
    while described is not None and not isinstance(described, addnodes.desc):
        described = described.parent
    signature = described[0] if described is not None else None
    ids = signature["ids"] if isinstance(signature, nodes.Element) else []
    names = [name.strip(" *") for name in re.split("[,、]", found["name"])]
    return [f"{one}.{name}" for one in ids[:1] for name in names if name.isidentifier()]


class Signatures(SphinxPostTransform):
    """Each parameter of a signature leads to its line, where it has one."""

    default_priority = 742  # The lines have got their addresses.
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Put links into the signatures."""
        for description in self.document.findall(addnodes.desc):
            known = {name for node in description.findall(nodes.container) for name in node["ids"]}
            for signature in description.children:
                if not isinstance(signature, addnodes.desc_signature):
                    continue  # What it describes; a method in there is a description of its own.
                for parameter in signature.findall(addnodes.desc_parameter):
                    _lead(parameter, signature["ids"], known)


def _lead(parameter: addnodes.desc_parameter, ids: list[str], known: set[str]) -> None:
    name = parameter.next_node(addnodes.desc_sig_name)
    target = f"{ids[0]}.{name.astext()}" if ids and name is not None else ""
    if name is not None and target in known:
        link = nodes.reference("", "", refid=target, internal=True)
        name.replace_self(link)
        link += name


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_transform(OnlyShow)
    for transform in (Lead, IndexWithoutList, Figures, Cells, Tables, PrintedTables, Parameters, Signatures):
        app.add_post_transform(transform)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
