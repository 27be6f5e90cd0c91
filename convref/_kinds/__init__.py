"""The kinds of rows that a network is made of: for each, one rule for its shape, its field and its cost."""

# Each enters its rules into the list.
from convref._kinds import activations, dense, joins, norms, pools, resizing, shapes, slides
from convref._kinds.registry import KINDS, At, Flow, Kind, Made, known_kind

__all__ = ["KINDS", "At", "Flow", "Kind", "Made", "known_kind"]
__all__ += ["activations", "dense", "joins", "norms", "pools", "resizing", "shapes", "slides"]
