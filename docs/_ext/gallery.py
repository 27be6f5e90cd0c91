"""The gallery's pages: our painter for the figures, real links for the cards."""

import random
import shutil
import warnings
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest import mock

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

PAINTED = """
.. painted:: /{uri}
   :alt: {alt}
"""
# The scripts of each subject from what comes first to what builds on it; new ones stand last until they are named here.
ORDER = (
    "plot_sliding_kernel.py",
    "plot_channels.py",
    "plot_dimensions.py",
    "plot_two_seeds.py",
    "plot_find_patch.py",
    "plot_first_layer.py",
    "plot_strongest_patches.py",
    "plot_gabor.py",
    "plot_learn_from_noise.py",
    "plot_digits_learned.py",
    "plot_what_learning_adds.py",
    "plot_deeper_kernels.py",
    "plot_alexnet_layers.py",
    "plot_alexnet_counts.py",
    "plot_padding.py",
    "plot_output_size.py",
    "plot_dilation.py",
    "plot_groups.py",
    "plot_steps.py",
    "plot_matrix.py",
    "plot_output_padding.py",
    "plot_overlap.py",
    "plot_resize.py",
    "plot_fixes.py",
)
_guard = ExitStack()  # What a script runs under, until it ends.


def place(script: str) -> tuple[int, str]:
    """Return what sorts a script within its subject."""
    return (ORDER.index(script) if script in ORDER else len(ORDER), script)


def scrape(block: Any, block_vars: dict[str, Any], gallery_conf: dict[str, Any], **_options: Any) -> str:
    """Paint every open figure; its label is its alt text, and a figure without one stops the build."""
    import matplotlib.pyplot as plt
    from matplotlib.animation import Animation

    import painting

    values = block_vars["example_globals"].values()
    films = {value._fig: value for value in values if isinstance(value, Animation)}
    rst = []
    for number, path in zip(plt.get_fignums(), block_vars["image_path_iterator"], strict=False):
        figure = plt.figure(number)
        alt = figure.get_label().strip()
        if not alt or alt.isdigit():
            raise ExtensionError(
                f"{block_vars['src_file']}: figure {number} has no label. Its label is the alt text: "
                'plotting.panels(..., label="One sentence that says what is seen.")'
            )
        drawing, stem = films.get(figure, figure), Path(path).with_suffix("")
        seen = _without_words(figure)
        painting.paint(drawing, stem)
        if stem.name.endswith("_001"):  # The card of a script shows its first figure.
            painting.cut_cards(stem, seen)
        rst.append(PAINTED.format(uri=stem.relative_to(gallery_conf["src_dir"]).as_posix(), alt=alt))
    plt.close("all")
    return "\n".join(rst)


def _without_words(figure: Any) -> tuple[float, float, float, float]:
    """Return the part of a figure that a card shows: left, top, right, bottom, as shares.

    It leaves out the text of a chart's axes, and the title of a single picture, which the figure's page explains.
    """
    place = figure.axes[0].get_position() if figure.axes else None
    if place and figure.axes[0].axison:
        return (place.x0, 1 - place.y1, place.x1, 1 - place.y0)
    if place and len(figure.axes) == 1 and figure.axes[0].get_title(loc="left"):
        return (0.0, 1 - place.y1, 1.0, 1.0)
    return (0.0, 0.0, 1.0, 1.0)


def refuse_spaces(app: Sphinx, config: Any) -> None:
    """Stop at a script whose name holds a space, which breaks its links; the checkout's own path may hold some."""
    if "sphinx_gallery.gen_gallery" not in config.extensions:
        return
    folder = Path(app.srcdir, config.sphinx_gallery_conf["examples_dirs"])
    for script in sorted(folder.rglob("*.py")):
        name = script.relative_to(folder).as_posix()
        if any(letter.isspace() for letter in name):
            raise ExtensionError(f"A gallery script must have no space in its name or its folder's, got {name!r}")


def reset(gallery_conf: dict[str, Any], script: str | None, when: str) -> None:
    """Give each script the same start: our style, fixed seeds, every Python warning an error until it ends."""
    _guard.close()
    if when == "after" or script is None:
        return
    import matplotlib.pyplot as plt
    import numpy as np

    from convref import plotting

    plt.close("all")
    plt.rcdefaults()
    plt.switch_backend("agg")
    plotting.use_style()
    # The figures stand in the page: nothing is to be opened or saved. The reference describes the function as it was.
    _guard.enter_context(mock.patch.object(plotting, "show", lambda *_films: None))
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002 - torch's data helpers and scikit-learn still read the global state.
    _guard.enter_context(warnings.catch_warnings())
    warnings.simplefilter("error")


def forget_stale(app: Sphinx, config: Any) -> None:
    """Remove the gallery's generated pages when what their results depend on has changed."""
    if "sphinx_gallery.gen_gallery" not in config.extensions:
        return
    folder = Path(app.srcdir, "auto_gallery")
    mark = folder / "fingerprint.txt"
    if folder.is_dir() and (not mark.is_file() or mark.read_text() != config.convref_fingerprint):
        shutil.rmtree(folder)
    folder.mkdir(exist_ok=True)
    mark.write_text(config.convref_fingerprint)


class CardList(SphinxDirective):
    """``gallery-cards``: the cards of a few scripts, named by subject and file, on a page outside the gallery."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return links, which become cards once the language's pages are known."""
        if "sphinx_gallery.gen_gallery" not in self.config.extensions:
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
    import painting

    small = painting.card(Path(env.srcdir, image["uri"]))
    uri = small.relative_to(env.srcdir).as_posix()
    env.images.add_file(docname, uri)
    width, height = (str(side // 2) for side in painting.size(small))
    theme = next(name for name in image["classes"] if name in ("only-light", "only-dark"))
    return nodes.image(uri=uri, candidates={"*": uri}, alt="", classes=[theme, *painting.card_shape(small)],
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
    app.connect("config-inited", refuse_spaces, priority=5)  # Before sphinx-gallery reads its settings.
    app.connect("config-inited", forget_stale, priority=100)
    app.add_post_transform(Cards)
    app.add_directive("gallery-cards", CardList)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
