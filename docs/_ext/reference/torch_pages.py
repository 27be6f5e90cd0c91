"""PyTorch's own pages, by address: one table for the names that convref shares with it, and a role for any other."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

ADDRESS = "https://docs.pytorch.org/docs/stable/generated/torch.{name}.html"
LAYERS = tuple(f"nn.{kind}{rank}d" for kind in ("Conv", "ConvTranspose") for rank in (1, 2, 3))
FUNCTIONS = tuple(f"{kind}{rank}d" for kind in ("conv", "conv_transpose") for rank in (1, 2, 3))
SHARED = {
    **{f"convref.{name}": (f"nn.functional.{name}",) for name in FUNCTIONS},
    **{f"convref.definition.{name}": (f"nn.functional.{name}",) for name in FUNCTIONS},
    "convref.conv_output_size": LAYERS[:3],
    "convref.conv_transpose_output_size": LAYERS[3:],
    "convref.Layer": LAYERS,
    "convref.padding.pad": ("nn.functional.pad",),
}


def link(name: str) -> nodes.reference:
    """Return a link to the page of a name of torch."""
    return nodes.reference("", "", nodes.literal("", f"torch.{name}"), refuri=ADDRESS.format(name=name))


class Torch(SphinxRole):
    """``torch``: a name of PyTorch, without `torch.` in front."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link."""
        return [link(self.text)], []


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_role("torch", Torch())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
