"""Attributes and entries of modules and of rows, and the sizes of rows."""

from __future__ import annotations

import ast
from typing import Any

from convref._kinds import KINDS
from convref.modules import RECKONED, Reckoned, SizeOf
from convref.reading._calls import NotUnderstood
from convref.reading._python import builtins
from convref.reading._python.objects import (
    HOLDERS,
    Bound,
    Class,
    Differ,
    Function,
    Holder,
    Instance,
    Layer,
    Library,
    OwnWeight,
    Partial,
    Scope,
    Shape,
    Slice,
    Stack,
    Tensor,
    Unknown,
    children,
    is_module,
)
from convref.reading._python.rows import WHERE, Rows

# Arguments of convolutions that their layers keep one of for each axis.
_PER_AXIS = ("kernel_size", "stride", "padding", "dilation", "output_padding")
# What gives a weight of the same shape.
_OF_SAME_SHAPE = ("data", "clone", "detach", "to")
# What gives the module itself.
KEEPING = ("to", "eval", "train", "cuda", "cpu", "double", "float", "half", "apply", "requires_grad_")
_HOOKS = ("register_forward_hook", "register_forward_pre_hook")
_PREFIXES = {"nn": "torch.nn", "F": "torch.nn.functional", "torch": "torch", "math": "math", "np": "numpy",
             "OrderedDict": "collections.OrderedDict", "init": "torch.nn.init",
             "partial": "functools.partial"}  # fmt: skip


class Modules(Rows):
    """Follows what modules and rows have: attributes, entries and sizes."""

    def usual_name(self, name: str) -> Any:
        """Return what names stand for without an import."""
        if name in _PREFIXES:
            return Library(_PREFIXES[name])
        if name == "__name__":
            return "__main__"
        if name in KINDS or name in HOLDERS:
            return Library(f"torch.nn.{name}")
        return super().usual_name(name)

    def attribute(self, found: Any, name: str) -> Any:
        """Return an attribute of a module or a tensor."""
        if isinstance(found, Bound) and found.after:
            return Bound(found.of, name, self.line, found.after)
        if name == "_modules" and isinstance(found, (Instance, Holder)):
            return children(found)
        if isinstance(found, Instance):
            return self._of_instance(found, name)
        if isinstance(found, Class):
            member, owner = found.find(name)
            if not owner and name == "verify":
                return Library("torchvision.verify")  # of the weights of torchvision's models
            return member if owner else Unknown(f"{found.name} has no {name}", self.line)
        if isinstance(found, Layer):
            return self._of_layer(found, name)
        if isinstance(found, Holder) and name in found.items:
            return found.items[name]
        if isinstance(found, Partial) and name == "func":
            return found.of
        if isinstance(found, OwnWeight) and name not in _OF_SAME_SHAPE:
            return Unknown(found.reason, found.line)
        if isinstance(found, Tensor) and name in ("shape", "data", "device", "dtype", "is_cuda", "T"):
            return Shape(found) if name == "shape" else found if name == "data" else Unknown(f"{name}", self.line)
        return super().attribute(found, name)

    def _of_instance(self, found: Instance, name: str) -> Any:
        if name in found.attributes and not _is_hidden(found, name):
            return found.attributes[name]
        if name == "training":
            return False  # as after eval()
        if name == "__class__":
            return found.of
        member, owner = found.of.find(name)
        if owner and isinstance(member, Function):
            if member.kind == "property":
                return self.run(member, [found], {})
            return member if member.kind == "staticmethod" else Bound(found, name, self.line)
        if owner:
            return member
        if found.held and name in found.held.items:
            return found.held.items[name]
        if found.base and (name in ("weight", "bias") or name in arguments_of(found.base.kind)):
            return self._of_layer(found.base, name)
        return Bound(found, name, self.line)

    def _of_layer(self, found: Layer, name: str) -> Any:
        if name in (*KEEPING, *_HOOKS):
            return Bound(found, name, self.line)
        kind = KINDS.get(found.kind)
        try:
            given = kind.bound(found.unnamed, found.named) if kind else {}
        except (TypeError, ValueError):
            given = {}
        if name == "weight" or (name == "bias" and given.get(name, True)):
            return OwnWeight(f"{name} of {found.kind} {WHERE}", self.line, found)
        convolves = kind is not None and found.kind.startswith("Conv")
        if kind and convolves and name in arguments_of(found.kind) and given:
            value = given.get(name, kind.signature.parameters[name].default)
            return None if name == "bias" else (value,) * kind.rank if _is_one(name, value) else value
        return given.get(name, Unknown(f"{name} of {found.kind} {WHERE}", self.line))

    def set_attribute(self, of: Any, name: str, found: Any) -> None:
        """Give an object an attribute."""
        if name == "forward" and not isinstance(of, (Class, Unknown)):
            raise self.refuse("forward is assigned here, which is not followed")
        if isinstance(of, Instance) and is_module(found):
            self.check_started(of)
        if isinstance(of, Instance) and of.held and is_module(found):
            of.held.items[name] = found
        elif isinstance(of, Instance):
            if of.base:
                self._check_kept(of.base, name)
            of.attributes[name] = found
        elif isinstance(of, Class):
            of.members[name] = found
        elif isinstance(of, Holder):
            of.items[name] = found
        elif isinstance(of, Layer):
            self._check_kept(of, name)
        elif not isinstance(of, Unknown):
            super().set_attribute(of, name, found)

    def check_started(self, of: Instance) -> None:
        """Refuse a module whose class forgets the __init__ of nn.Module, as PyTorch does at its first layer."""
        if of.of.comes_from("Module") and not of.started:
            raise self.refuse(f"super().__init__() of {of.of.name} must be called before a layer is assigned")

    def _check_kept(self, layer: Layer, name: str) -> None:
        """Refuse to change what a layer was made with."""
        if layer.kind not in KINDS or name in ("weight", "bias", *arguments_of(layer.kind)):
            raise self.refuse(f"{name} of a layer that is made already is not changed here")

    def set_entry(self, of: Any, at: Any, found: Any) -> None:
        """Put another module into a holder."""
        if isinstance(of, Instance) and of.held:
            of = of.held
        if isinstance(of, Holder):
            name = str(at + len(of.items) if isinstance(at, int) and at < 0 else at)
            if of.kind != "ModuleDict" and name not in of.items:
                raise self.refuse("there is no such entry")
            of.items[name] = found
        else:
            super().set_entry(of, at, found)

    def delete_attribute(self, of: Any, name: str) -> None:
        """Leave out an attribute of an object of the text."""
        held = of.held.items if isinstance(of, Instance) and of.held else {}
        if isinstance(of, Instance) and (name in of.attributes or name in held):
            (of.attributes if name in of.attributes else held).pop(name)
        elif not isinstance(of, Unknown):
            super().delete_attribute(of, name)

    def delete_entry(self, of: Any, at: Any) -> None:
        """Leave out modules of a holder, which are then numbered anew."""
        if isinstance(of, Instance) and of.held:
            of = of.held
        if not isinstance(of, Holder):
            super().delete_entry(of, at)
        elif isinstance(at, str):
            super().delete_entry(of.items, at)
        else:
            inside = list(of.items.values())
            super().delete_entry(inside, at)
            if any(not name.isdecimal() for name in of.items):
                raise self.refuse("an entry of a Sequential with names of its own is not left out here")
            of.items = {str(at): one for at, one in enumerate(inside)}

    def entry(self, of: Any, at: Any) -> Any:
        """Return a module of a holder, a size of a shape, or channels of a tensor."""
        if isinstance(of, Instance) and of.held:
            of = of.held
        if isinstance(of, Holder):
            if isinstance(at, Slice):
                part = super().entry(list(of.items.values()), at)
                return Holder(of.kind, of.line, {str(n): one for n, one in enumerate(part)})
            return super().entry(of.items if isinstance(at, str) else list(of.items.values()), at)
        if isinstance(of, Shape):
            return self._size(of, at)
        if isinstance(of, Tensor):
            return self.taken(of, at)
        return super().entry(of, at)

    def list_other(self, found: Any) -> list[Any]:
        """Return the modules of a holder, or the sizes of a shape."""
        if isinstance(found, Instance) and found.held:
            found = found.held
        if isinstance(found, Holder):
            return list(found.items) if found.kind == "ModuleDict" else list(found.items.values())
        if isinstance(found, Shape) and found.of.rank is not None:
            return [self._size(Shape(found.of), at) for at in range(found.first, found.of.rank + 2)]
        return super().list_other(found)

    def true_other(self, found: Any) -> bool:
        """Return whether a holder holds something; what depends on values is refused."""
        if isinstance(found, Holder):
            return bool(found.items)
        if isinstance(found, (Tensor, Stack, SizeOf, Reckoned, Shape, Differ)):
            raise self.refuse(f"what is done here depends on sizes or values; that {WHERE}")
        return True

    def _size(self, of: Shape, at: Any) -> Any:
        tensor, rank = of.of, of.of.rank
        if tensor.expanded or tensor.single:
            return Unknown(f"this size {WHERE}", self.line)
        if isinstance(at, Slice) and at.stop is None and at.step is None and isinstance(at.start, int):
            first = at.start if at.start >= 0 else -1 if rank is None else rank + 2 + at.start
            return Shape(tensor, first) if first >= 0 else Unknown(f"how many axes there are {WHERE}", self.line)
        if not isinstance(at, int):
            return Unknown(f"this size {WHERE}", self.line)
        at += of.first if at >= 0 else 0
        if at < 0:
            if rank is None:
                return Unknown(f"how many axes there are {WHERE}", self.line)
            at += rank + 2
        if at == 1 and tensor.channels is not None:
            return tensor.channels
        return SizeOf(tensor.row, (at,))

    def as_large(self, unnamed: list[Any], named: dict[str, Any]) -> Tensor | None:
        """Return the row whose sizes are asked for, all of them; None where something else is."""
        given = unnamed or [one for name, one in named.items() if name == "size"]
        whole = given[0] if len(given) == 1 else given
        if isinstance(whole, Shape):
            return whole.of if whole.first == 0 else None
        first = whole[0] if isinstance(whole, (list, tuple)) and whole else None
        of = self.outputs.get(first.row) if isinstance(first, SizeOf) else None
        if of is None or of.rank is None or of.row != getattr(first, "row", None):
            return None
        return of if list(whole) == self.listed(Shape(of)) else None

    def operate_other(self, sign: str, left: Any, right: Any) -> Any:
        """Return a row for a sum of rows, and products and differences of sizes."""
        if isinstance(left, Tensor) or isinstance(right, Tensor):
            return self._joined(sign, left, right)
        if sign == "Mult" and (product := _product(left, right)):
            return product
        if (is_size(left) or is_size(right)) and all(is_size(one) or builtins.is_number(one) for one in (left, right)):
            return Reckoned(sign, (left, right)) if sign in RECKONED else Unknown(f"this {WHERE}", self.line)
        if isinstance(left, Shape) and isinstance(right, Shape):
            return Unknown(f"this {WHERE}", self.line)
        return super().operate_other(sign, left, right)

    def compare(self, sign: str, left: Any, right: Any) -> Any:
        """Return whether a comparison holds, or which rows it compares the sizes of."""
        if sign in ("Is", "IsNot") and isinstance(left, OwnWeight) and right is None:
            return sign == "IsNot"
        if sign in ("Eq", "NotEq") and right is None and (isinstance(left, Tensor) or is_module(left)):
            return sign == "NotEq"
        if sign not in ("Is", "IsNot") and isinstance(left, Tensor) and isinstance(right, (Tensor, list, tuple)):
            raise self.refuse(f"what a comparison of two rows gives {WHERE}")
        if sign == "NotEq" and isinstance(left, (Shape, SizeOf)) and type(left) is type(right):
            rows = [one.of.row if isinstance(one, Shape) else one.row for one in (left, right)]
            return Differ(rows[0], rows[1])
        return super().compare(sign, left, right)

    def fitted(self, node: ast.If, found: Differ, scope: Scope) -> None:
        """Follow what is done where the sizes of two rows differ, which fits one to the other or is refused."""
        start = len(self.modules)
        self.block(node.body, scope)
        made = self.modules[start:]
        if len(made) != 1 or made[0].kind not in ("UpsampleLike", "PadLike"):
            raise NotUnderstood(f"what is done here depends on sizes; that {WHERE}", node.lineno)
        rows = made[0].inputs
        if {found.left, found.right} != set(rows):
            raise NotUnderstood(f"what is done here depends on sizes; that {WHERE}", node.lineno)

    def operate_in_place(self, sign: str, left: Any, right: Any) -> Any:
        """Let all names of a row stand for what it becomes."""
        found = self.operate(sign, left, right)
        return self.in_place(left, found) if isinstance(left, Tensor) and isinstance(found, Tensor) else found

    def reckoned(self, name: str, unnamed: list[Any]) -> Any:
        """Return what a function of Python gives for sizes, which are not known yet; None where there are none."""
        plain = all(is_size(one) or builtins.is_number(one) for one in unnamed)
        if not name.islower() or name not in RECKONED or not plain or not any(map(is_size, unnamed)):
            return None
        if len(unnamed) != RECKONED[name][0].count("{}"):
            return Unknown(f"{name}() of this has no value here", self.line)
        whole = len(unnamed) == 1 and isinstance(unnamed[0], SizeOf)
        return unnamed[0] if whole else Reckoned(name, tuple(unnamed))

    def sign_other(self, found: Any) -> Any:
        """Return a row of opposite values."""
        if isinstance(found, Tensor):
            return self.emit("Elementwise", [found])
        return Reckoned("Mult", (found, -1)) if is_size(found) else super().sign_other(found)


def is_size(found: Any) -> bool:
    """Return whether it is a size of a row, or reckoned from some."""
    return isinstance(found, (SizeOf, Reckoned))


def _product(left: Any, right: Any) -> SizeOf | None:
    """Return a product of sizes of one row, and of a number; None where it is another one."""
    if isinstance(right, SizeOf):
        left, right = right, left
    if isinstance(left, SizeOf) and type(right) is int:
        return SizeOf(left.row, left.axes, left.factor * right)
    if not isinstance(left, SizeOf) or not isinstance(right, SizeOf) or left.row != right.row:
        return None
    return SizeOf(left.row, tuple(sorted(left.axes + right.axes)), left.factor * right.factor)


def _is_hidden(of: Instance, name: str) -> bool:
    """Return whether a member of the class is found first: PyTorch keeps modules where Python looks last."""
    return is_module(of.attributes[name]) and of.of.comes_from("Module") and of.of.find(name)[1] is not None


def _is_one(name: str, value: Any) -> bool:
    """Return whether a convolution keeps the number for each axis."""
    return name in _PER_AXIS and isinstance(value, int)


def arguments_of(kind: str) -> list[str]:
    """Return the names of the arguments of a layer."""
    return list(KINDS[kind].signature.parameters) if kind in KINDS else []
