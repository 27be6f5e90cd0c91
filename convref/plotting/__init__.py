"""Pictures of the arithmetic in one visual language; the only painter of figures and films.

Hues are those of Okabe and Ito, which colour-blind readers can tell apart: input blue, kernel orange,
output green, padding grey. Figures carry symbols, numbers and argument names, never words.
"""

from convref import _extras

_extras.check("plot", "matplotlib", "convref.plotting")

from convref.plotting.diagrams import groups_diagram, receptive_field_diagram
from convref.plotting.grids import draw_grid
from convref.plotting.kernels import kernel_film, kernel_grid
from convref.plotting.maps import draw_overlap, feature_map, feature_maps, matrix, overlap_map, photo
from convref.plotting.panels import panels
from convref.plotting.ranges import draw_ranges
from convref.plotting.sheet import narrow
from convref.plotting.sliding import sliding_animation, sliding_window
from convref.plotting.style import INK, INPUT, KERNEL, OUTPUT, PADDING, PAPER, dark, use_style
from convref.plotting.tiles import colours, tiles
from convref.plotting.transposed import transposed_animation, transposed_gather, transposed_scatter
from convref.plotting.volumes import volumes
from convref.plotting.windows import show

__all__ = [
    "INK",
    "INPUT",
    "KERNEL",
    "OUTPUT",
    "PADDING",
    "PAPER",
    "colours",
    "dark",
    "draw_grid",
    "draw_overlap",
    "draw_ranges",
    "feature_map",
    "feature_maps",
    "groups_diagram",
    "kernel_film",
    "kernel_grid",
    "matrix",
    "narrow",
    "overlap_map",
    "panels",
    "photo",
    "receptive_field_diagram",
    "show",
    "sliding_animation",
    "sliding_window",
    "tiles",
    "transposed_animation",
    "transposed_gather",
    "transposed_scatter",
    "use_style",
    "volumes",
]
