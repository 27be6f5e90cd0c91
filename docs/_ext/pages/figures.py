"""Figures of a finished page: a frame, a number, and the sentence that says what is seen beneath."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform

from _ext.explorer.directive import explorer


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


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_post_transform(Figures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
