"""Parameters of what the reference describes: in two columns, each with an address that its signature leads to."""

import re
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

DASH = re.compile(" – |：")  # Between what a parameter is called and what it is; Chinese has a colon.
NAME = re.compile(r"(?P<name>[\w\[\]*., |、…]{1,100}?) ?(?:[(（](?P<type>.*)[)）])?")


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
    for transform in (Parameters, Signatures):
        app.add_post_transform(transform)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
