"""Means and largest values of all cells of a row, or of all its channels."""

from __future__ import annotations

from typing import Any

from convref.modules import SizeOf
from convref.reading._python import builtins
from convref.reading._python.objects import Indices, Shape, Tensor, Unknown
from convref.reading._python.parameters import Parameters


class Pools(Parameters):
    """Follows what makes one number of many."""

    def pooled_whole(self, of: Tensor, kind: str, unnamed: list[Any], named: dict[str, Any]) -> Tensor | None:
        """Return the pool of all cells, where the sizes of the row are the kernel; None where numbers are."""
        given = builtins.placed(("kernel_size", "stride", "padding"), list(unnamed), named)
        kernel = given.get("kernel_size")
        if isinstance(kernel, Unknown):
            raise kernel.refuse()
        if builtins.is_plain(kernel) or given.get("padding", 0) not in (0, (0, 0)):
            return None
        rank, sizes = int(kind[-2]), self._sizes_of(kernel)
        whole = [SizeOf(of.row, (axis,)) for axis in range(2, rank + 2)]
        return self.emit(f"Adaptive{kind}", [of], 1) if sizes == whole else None

    def _sizes_of(self, kernel: Any) -> list[Any]:
        if isinstance(kernel, Shape) and kernel.of.rank is None:
            return []
        return self.listed(kernel) if isinstance(kernel, (Shape, list, tuple)) else [kernel]

    def unpooled(self, kind: str, unnamed: list[Any], given: dict[str, Any], where: dict[str, Any]) -> Tensor:
        """Return a row whose values stand where a pool has found the largest ones."""
        called = builtins.placed(("input", "indices", "output_size"), unnamed, given)
        of, indices, size = (called.pop(name, None) for name in ("input", "indices", "output_size"))
        if not isinstance(of, Tensor) or not isinstance(indices, Indices):
            raise self.refuse(f"{kind} must be called with a row and the indices of a pool")
        if size is not None:
            called["output_size"] = tuple(self.listed(size)[-int(kind[-2]) :])
        return self.emit(kind, [of, Tensor(indices.row)], **where, **called)

    def pooled(self, kind: str, of: Tensor, given: dict[str, Any], where: dict[str, Any]) -> Tensor:
        """Return a pool that says where its values stood, besides."""
        return self.emit(kind, [of], **where, **{name: one for name, one in given.items() if name != "return_indices"})

    def _row_mean(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Average all cells of each channel, or all channels of each cell."""
        return self._over_all(of, "Avg", unnamed, named)

    def _row_amax(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Take the largest cell of each channel, or the largest channel of each cell."""
        return self._over_all(of, "Max", unnamed, named)

    def _row_sum(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Add all cells of each channel up, or all channels of each cell."""
        return self._over_all(of, "Sum", unnamed, named)

    def _row_max(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Take the larger one of two rows, or the largest cell of each channel, or the largest channel of each cell."""
        return self._extreme(of, "Maximum", "Max", unnamed, named)

    def _row_min(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Take the smaller one of two rows, or the smallest channel of each cell."""
        return self._extreme(of, "Minimum", "", unnamed, named)

    def _extreme(self, of: Tensor, join: str, what: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Compare two rows, or return what a row has that is extreme, and where it stands, which is not followed."""
        other = unnamed[0] if unnamed else named.get("other")
        if isinstance(other, Tensor):
            return self.emit(join, [of, other])
        return (self._over_all(of, what, unnamed, named), Unknown("where this value stands", self.line))

    def _over_all(self, of: Tensor, what: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        given = builtins.placed(("dim", "keepdim"), unnamed, named)
        dims = given.get("dim", given.get("axis"))
        axes = self.listed(dims) if isinstance(dims, (list, tuple)) else [dims]
        if axes == [1] or (of.rank is not None and axes == [-1 - of.rank]):
            made = self.emit("OverChannels", [of])
            made.single = not given.get("keepdim", False)
            return made
        rank = of.rank or len(axes)
        places = sorted(one + (rank + 2) * (one < 0) for one in axes if isinstance(one, int))
        inside = len(places) == len(axes) and set(places) <= {*range(2, rank + 2)}
        if not what or not places or not inside or len({*places}) < len(places):
            raise self.refuse("an average, a sum or a maximum must be one of cells of each channel, or of all")
        return self._over_cells(of, what, (rank, places), given.get("keepdim", False))

    def _over_cells(self, of: Tensor, what: str, where: tuple[int, list[int]], keeps: bool) -> Tensor:
        """Make one number of all cells along some axes, which are then left out; a sum is so many averages."""
        rank, places = where
        size = 1 if len(places) == rank else tuple(1 if axis in places else None for axis in range(2, rank + 2))
        kind = "Max" if what == "Max" else "Avg"
        pooled = self.emit(f"Adaptive{kind}Pool{rank}d", [of], size)
        if what == "Sum":
            pooled = self.emit("Elementwise", [pooled])
        if keeps:
            return pooled
        if len(places) == rank:
            flat = self.emit("Flatten", [pooled])
            flat.channels = of.channels
            return flat
        for axis in reversed(places):
            left = (pooled.rank or rank) - 1
            pooled = self.emit("Squeeze", [pooled], axis)
            pooled.rank, pooled.channels = left, of.channels
        return pooled
