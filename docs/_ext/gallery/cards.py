"""The cards of the gallery: a picture, a link and the first words of the page behind, as items of a list."""

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from _ext.gallery.scripts import is_shown


class CardList(SphinxDirective):
    """``gallery-cards``: the cards of a few scripts, named by subject and file, on a page outside the gallery."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return links, which become cards once the language's pages are known."""
        if not is_shown(self.config):
            return []
        links = nodes.container(classes=["gallery-card-links"])
        for name in self.arguments[0].split():
            target = f"/auto_gallery/{name}"
            link = addnodes.pending_xref(
                refdomain="std", reftype="doc", reftarget=target, refexplicit=False, refwarn=True,
                refdoc=self.env.docname,
            )  # fmt: skip
            link += nodes.inline("", name)
            links += link
        return [links]


class Cards(SphinxPostTransform):
    """Turn the raw HTML around each card into a list item: picture, link and first words of the page behind."""

    default_priority = 5
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Rewrite the cards of one index page."""
        for opening in list(self.document.findall(nodes.raw)):
            if 'class="sphx-glr-thumbnails"' in opening.astext():
                self._rewrite(opening)
            elif "sg-tag-list" in opening.astext():
                opening.parent.remove(opening)
        for links in list(self.document.findall(nodes.container)):
            if "gallery-card-links" in links["classes"]:
                found = list(links.findall(addnodes.pending_xref))
                cards = [card(self.env, self.env.docname, link) for link in found]
                links.replace_self(nodes.bullet_list("", *cards, classes=["gallery-cards"]))

    def _rewrite(self, opening: nodes.raw) -> None:
        parent, start = opening.parent, opening.parent.index(opening)
        cards = nodes.bullet_list(classes=["gallery-cards"])
        end = start + 1
        while not self._closes(parent[end]):
            for link in parent[end].findall(addnodes.pending_xref):
                cards += card(self.env, self.env.docname, link)
            end += 1
        parent[start : end + 1] = [cards] if cards.children else []

    def _closes(self, node: nodes.Node) -> bool:
        return isinstance(node, nodes.raw) and node.astext().strip() == "</div>"


def card(env: Any, docname: str, link: addnodes.pending_xref) -> nodes.list_item:
    """Return the card of the page that a link leads to, for the page `docname`."""
    page = env.get_doctree(link["reftarget"].lstrip("/"))
    item = nodes.list_item(classes=["gallery-card"])
    item += [_decoration(env, docname, image) for image in _first_picture(page)]
    item += nodes.paragraph("", "", link, classes=["title"])
    item += nodes.paragraph("", _first_words(page), classes=["gallery-intro"])
    return item


def _decoration(env: Any, docname: str, image: nodes.image) -> nodes.image:
    """Return a part of a picture, which says nothing that the card's words do not say."""
    from _ext.painting import painter

    small = painter.card(Path(env.srcdir, image["uri"]))
    uri = small.relative_to(env.srcdir).as_posix()
    env.images.add_file(docname, uri)
    width, height = (str(side // 2) for side in painter.size(small))
    theme = next(name for name in image["classes"] if name in ("only-light", "only-dark"))
    return nodes.image(uri=uri, candidates={"*": uri}, alt="", classes=[theme, *painter.card_shape(small)],
                       loading="lazy", width=width, height=height)  # fmt: skip


def _first_words(page: nodes.document) -> str:
    """Return the first paragraph after the page's title, in the language of the page."""
    section = next(page.findall(nodes.section))
    return next((child.astext() for child in section.children if isinstance(child, nodes.paragraph)), "")


def _first_picture(page: nodes.document) -> list[nodes.image]:
    """Return the page's first painting, light and dark."""
    images = list(page.findall(nodes.image))
    return [next(image for image in images if f"only-{theme}" in image["classes"]) for theme in ("light", "dark")]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_post_transform(Cards)
    app.add_directive("gallery-cards", CardList)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
