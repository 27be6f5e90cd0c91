"""What functions and methods of torch make of a row."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from convref.modules import Reckoned, SizeOf
from convref.reading._python import builtins, functional
from convref.reading._python.axes import is_of_channels
from convref.reading._python.objects import Indices, Parameter, Shape, Tensor, Unknown
from convref.reading._python.rows import WHERE
from convref.reading._python.stacks import Stacks

# What functions of a row and a parameter are.
_SCALED = {"Mul": "Scale", "Div": "Scale", "pow": "Scale", "Add": "Shift", "Sub": "Shift"}


class Tensors(Stacks):
    """Follows functions of rows. A method ``_row_NAME`` is for the function of that name, where no class is as it."""

    def _cat(self, unnamed: list[Any], named: dict[str, Any]) -> Any:
        rows, *places = unnamed if unnamed else [named.get("tensors")]
        dim = places[0] if places else named.get("dim", named.get("axis", 0))
        found = self.listed(rows)
        unknown = next((one for one in found if isinstance(one, Unknown)), None)
        if unknown:
            raise unknown.refuse()
        if not found or not all(isinstance(one, Tensor) for one in found):
            raise self.refuse("cat must get a list of rows")
        rank = found[0].rank
        if isinstance(dim, int) and dim < 0 and rank is not None:
            dim += rank + 2
        if len(found) > 1:
            return self.emit("Cat", found, dim=dim) if dim != 1 else self.emit("Cat", found)
        if not isinstance(dim, int) or dim not in (range(-2, 2) if rank is None else range(rank + 2)):
            raise self.refuse("cat must get an axis of its rows as dim")
        return found[0]

    def _of_tensor(self, of: Tensor, name: str, unnamed: list[Any], named: dict[str, Any], plain: bool) -> Any:
        if not name.endswith("_") or name in functional.SAME:
            return self._new(of, name, unnamed, named, plain)
        found = self._new(of, name if name in functional.CLASSES else name[:-1], unnamed, named, plain)
        if not isinstance(found, Tensor):
            raise self.refuse(f"{name} of a row is not followed here")
        return self.in_place(of, found)

    def _new(self, of: Tensor, name: str, unnamed: list[Any], named: dict[str, Any], plain: bool) -> Any:
        """Return what a function makes of a row that itself stays as it is."""
        special = getattr(self, f"_row_{name}", None)
        if special and not (name == "pad" and not plain):
            return special(of, unnamed, named)
        if name.startswith("max_unpool"):
            places = ("indices", "kernel_size", "stride", "padding", "output_size")
            return self.unpooled(f"MaxUnpool{name[-2:]}", [of], builtins.placed(places, unnamed, named), {})
        if name in functional.SAME:
            return of
        if name in functional.COPIED:
            return replace(of, views=[])
        other = unnamed[0] if unnamed else named.get("other")
        if name in functional.JOINS and isinstance(other, Tensor):
            return self.emit(functional.JOINS[name], [of, other])
        if isinstance(other, Parameter) and functional.JOINS.get(name, name) in _SCALED:
            return self.scaled(of, other, _SCALED[functional.JOINS.get(name, name)])
        if name in functional.CLASSES:
            return self._as_class(of, name, unnamed, named)
        if name in functional.VALUES or name in functional.JOINS:
            for one in (*unnamed, *named.values()):
                if isinstance(one, Unknown):
                    raise one.refuse()
                if isinstance(one, (Tensor, Parameter)):
                    raise self.refuse(f"{name} of two rows is not followed here")
            return self.emit("Elementwise", [of])
        if name in functional.MOVED:
            raise self.refuse(f"{name} moves axes or cells, and the channels must stay first")
        if name in functional.WEIGHTED:
            return self.with_weight(of, name, unnamed, named)
        raise self.refuse(f"{name} of a row is not followed here")

    def with_weight(self, of: Tensor, name: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Refuse a function that takes a weight; `Forward` follows those with the weight of a layer."""
        raise self.refuse(f"{name} with weights of its own is not followed; a layer is")

    def _as_class(self, of: Tensor, name: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        if name in functional.UNREAD:
            places = functional.UNREAD[name].split()
            named = builtins.placed(places, unnamed, named)
            named = {one: found for one, found in named.items() if one not in functional.DROPPED}
            unnamed = []
        if named.get("return_indices"):
            made = self.pooled(functional.CLASSES[name], of, named, {})
            return made, Indices(made.row)
        if name in functional.POOLS:
            pooled = self.pooled_whole(of, functional.CLASSES[name], unnamed, named)
            if pooled:
                return pooled
        if name in ("interpolate", "upsample") and not builtins.is_plain(named.get("size")):
            like = self._like(of, named)
            if like:
                return like
        more = {"inplace": True} if name in ("relu_", "leaky_relu_") else {}
        return self.emit(functional.CLASSES[name], [of], *unnamed, **more, **named)

    def _like(self, of: Tensor, named: dict[str, Any]) -> Tensor | None:
        """Resize to the sizes of another row; None where something else is asked for."""
        size = named["size"]
        if isinstance(size, Unknown):
            raise size.refuse()
        rows = {one.row for one in size if isinstance(one, SizeOf)} if isinstance(size, (list, tuple)) else set()
        axes = [one.axes for one in size] if len(rows) == 1 and all(isinstance(one, SizeOf) for one in size) else []
        plain = all(one.factor == 1 for one in size) if axes else False
        if isinstance(size, Shape) and size.first == 2:
            rows = {size.of.row}
        elif not plain or axes != [(at + 2,) for at in range(len(axes))]:
            return None
        given = {name: named[name] for name in ("mode", "align_corners") if named.get(name) is not None}
        return self.emit("UpsampleLike", [of, Tensor(rows.pop())], **given)

    def _row_pad(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        given = builtins.placed(("pad", "mode", "value"), unnamed, named)
        pads = given.get("pad")
        pads = self.listed(pads)
        like = _padded_to(of, pads)
        if like is not None:
            return self.emit("PadLike", [of, Tensor(like)])
        rank = of.rank or len(pads) // 2
        if len(pads) > 2 * rank:
            raise self.refuse("pad must be 0 for the channels and the batch, which are not padded here")
        kinds = {"constant": "ConstantPad", "reflect": "ReflectionPad", "replicate": "ReplicationPad",
                 "circular": "CircularPad"}  # fmt: skip
        mode = given.get("mode", "constant")
        if mode not in kinds:
            raise self.refuse(f"mode must be one of {', '.join(kinds)}")
        more = (given.get("value") or 0,) if mode == "constant" else ()
        whole = (*pads, *[0] * (2 * rank - len(pads)))
        return self.emit(f"{kinds[mode]}{rank}d", [of], whole, *more)

    def _row_center_crop(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        return self.emit("CenterCrop", [of], *unnamed, *named.values())

    def _row_size(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        given = [*unnamed, *named.values()]
        return self._size(Shape(of), given[0]) if given else Shape(of)

    def _row_dim(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        return Unknown(f"how many axes there are {WHERE}", self.line) if of.rank is None else of.rank + 2

    _row_ndimension = _row_dim

    def _row_view(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Write axes in another way; the batch stays the first."""
        given = unnamed or list(named.values())
        sizes = (
            self.listed(given[0]) if len(given) == 1 and not isinstance(given[0], (int, SizeOf, Reckoned)) else given
        )
        for one in sizes:
            if isinstance(one, Unknown):
                raise one.refuse()
        first, rest = sizes[0] if sizes else None, sizes[1:]
        is_batch = first == -1 or (isinstance(first, SizeOf) and first.axes == (0,) and first.factor == 1)
        if is_batch and not rest and of.channels == 1:
            return self._alone(of)
        if not rest or not is_batch:
            raise self.refuse("view must keep the batch in front, as in x.view(x.size(0), -1)")
        shuffled = self.shuffled(of, rest)
        if shuffled:
            return shuffled
        spatial = tuple(range(2, (of.rank or 0) + 2))
        for at, one in enumerate(rest):
            if isinstance(one, SizeOf) and one.row == of.row and self._is_all(of, one, at, rest, spatial):
                rest[at] = -1
        if rest == [-1]:
            return self.emit("Flatten", [of])
        if len(rest) == 2 and rest[1] == -1 and of.channels is not None and rest[0] == of.channels and spatial:
            return self.emit("Flatten", [of], 2) if len(spatial) > 1 else of
        return self.emit("View", [of], tuple(rest))

    @staticmethod
    def _is_all(of: Tensor, one: SizeOf, at: int, rest: list[Any], spatial: tuple[int, ...]) -> bool:
        """Return whether a size is all that is left: all axes, or all behind the channels."""
        if len(rest) == 1:
            return one.axes == (1, *spatial) or (one.axes == spatial and one.factor == of.channels)
        return len(rest) == 2 and at == 1 and one.axes == spatial and one.factor == 1

    _row_reshape = _row_view

    def _row_squeeze(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        dim = next(iter((*unnamed, *named.values())), None)
        if dim is None and of.channels is None:
            raise self.refuse(f"how many channels there are {WHERE}")
        flat = not of.rank and (dim == 1 or (of.rank == 0 and dim == -1))
        if of.channels == 1 and (dim is None or flat):
            return self._alone(of)
        made = self.emit("Squeeze", [of], *unnamed, **named)
        if self._has_one_cell(of, dim):
            made.rank, made.channels = (of.rank or 0) - 1, of.channels
        return made

    def _has_one_cell(self, of: Tensor, dim: Any) -> bool:
        """Return whether a pool to one cell has made the row, along this axis."""
        row = self.modules[of.row - 1] if of.row else None
        size = dict(row.arguments).get("output_size") if row and row.kind.startswith("Adaptive") else None
        if of.rank is None or type(dim) is not int:
            return False
        sizes = size if isinstance(size, tuple) else (size,) * of.rank
        axis = dim - 2 if dim >= 0 else dim + of.rank
        return 0 <= axis < of.rank and sizes[axis] == 1

    def _row_flatten(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Write some axes as one; without arguments the function takes the batch as well, other than the class."""
        given = builtins.placed(("start_dim", "end_dim"), unnamed, named)
        if given.get("start_dim", 0) != 0:
            return self.emit("Flatten", [of], **given)
        if of.channels == 1 and given.get("end_dim", -1) == -1:
            return self._alone(of)
        raise self.refuse("flatten must keep the batch, as in torch.flatten(x, 1)")

    def _alone(self, of: Tensor) -> Tensor:
        """Leave out all axes but the batch, where each example has one number."""
        found = self.emit("View", [of], (1,))
        found.single = True
        return found

    def _row_expand_as(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        like = next(iter((*unnamed, *named.values())), None)
        if not isinstance(like, Tensor):
            raise self.refuse("expand_as must get a row")
        return Tensor(of.row, of.rank, of.channels, like.row).share(of)

    def _row_unsqueeze(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        if of.single and [*unnamed, *named.values()] == [1]:
            return replace(of, single=False)
        return self.emit("Unsqueeze", [of], *unnamed, **named)

    def _row_chunk(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Take the channels apart, in parts of equal size."""
        given = builtins.placed(("chunks", "dim"), unnamed, named)
        count, dim = given.get("chunks"), given.get("dim", 0)
        if not is_of_channels(of, dim) or not isinstance(count, int) or count < 1 or of.channels is None:
            raise self.refuse("only channels are taken apart, as in x.chunk(2, dim=1), where it is known how many")
        part = -(-of.channels // count)
        return tuple(self.part(of, at, min(at + part, of.channels)) for at in range(0, of.channels, part))

    def _row_split(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        given = builtins.placed(("split_size", "dim"), unnamed, named)
        parts, dim = given.get("split_size", given.get("split_size_or_sections")), given.get("dim", 0)
        if not is_of_channels(of, dim) or of.channels is None:
            raise self.refuse("only channels are taken apart, as in x.split(8, dim=1), where it is known how many")
        if isinstance(parts, int) and parts > 0:
            parts = [min(parts, of.channels - at) for at in range(0, of.channels, parts)]
        sizes = self.listed(parts)
        if not all(isinstance(one, int) for one in sizes) or sum(sizes) != of.channels:
            raise self.refuse(f"the parts must make up the {of.channels} channels")
        ends = [sum(sizes[: at + 1]) for at in range(len(sizes))]
        return tuple(self.part(of, end - size, end) for end, size in zip(ends, sizes, strict=True))


def _padded_to(of: Tensor, pads: list[Any]) -> int | None:
    """Return the row to whose sizes another one is padded, half of it on each side as U-Nets do; else None."""
    first = pads[0] if pads else None
    gap = first.values[0] if isinstance(first, Reckoned) and first.sign == "FloorDiv" else None
    longer = gap.values[0] if isinstance(gap, Reckoned) and gap.sign == "Sub" else None
    if not isinstance(longer, SizeOf):
        return None
    wanted: list[Any] = []
    for axis in range(len(pads) // 2 + 1, 1, -1):
        whole = Reckoned("Sub", (SizeOf(longer.row, (axis,)), SizeOf(of.row, (axis,))))
        lower = Reckoned("FloorDiv", (whole, 2))
        wanted += [lower, Reckoned("Sub", (whole, lower))]
    return longer.row if pads == wanted else None
