"""The scripts of the gallery: their order, their names, and when their results are too old to be kept."""

import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

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
    "plot_phase_sums.py",
    "plot_resize.py",
    "plot_untrained.py",
    "plot_fixes.py",
    "plot_trained.py",
    "plot_conv_after.py",
    "plot_costs.py",
    "plot_gradient_checkerboard.py",
)


def is_shown(config: Any) -> bool:
    """Tell whether this build has a gallery; a quick one leaves it out."""
    return "sphinx_gallery.gen_gallery" in config.extensions


def place(script: str) -> tuple[int, str]:
    """Return what sorts a script within its subject."""
    return (ORDER.index(script) if script in ORDER else len(ORDER), script)


def refuse_spaces(app: Sphinx, config: Any) -> None:
    """Stop at a script whose name holds a space, which breaks its links; the checkout's own path may hold some."""
    if not is_shown(config):
        return
    folder = Path(app.srcdir, config.sphinx_gallery_conf["examples_dirs"])
    for script in sorted(folder.rglob("*.py")):
        name = script.relative_to(folder).as_posix()
        if any(letter.isspace() for letter in name):
            raise ExtensionError(f"A gallery script must have no space in its name or its folder's, got {name!r}")


def forget_stale(app: Sphinx, config: Any) -> None:
    """Remove the gallery's generated pages when what their results depend on has changed."""
    if not is_shown(config):
        return
    folder = Path(app.srcdir, "auto_gallery")
    mark = folder / "fingerprint.txt"
    if folder.is_dir() and (not mark.is_file() or mark.read_text() != config.convref_fingerprint):
        shutil.rmtree(folder)
    folder.mkdir(exist_ok=True)
    mark.write_text(config.convref_fingerprint)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("config-inited", refuse_spaces, priority=5)  # Before sphinx-gallery reads its settings.
    app.connect("config-inited", forget_stale, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
