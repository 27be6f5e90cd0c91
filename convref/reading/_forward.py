"""Modules that a text makes, and the rows of the ``forward`` in which it calls them."""

from __future__ import annotations

import re
from typing import Any

from convref._kinds import KINDS
from convref.modules import PARAMETRIZATIONS, Module
from convref.reading import _builtins
from convref.reading import _functional as functional
from convref.reading._calls import NotUnderstood
from convref.reading._code import WEIGHTED
from convref.reading._objects import (
    Bound,
    Class,
    Function,
    Gap,
    Holder,
    Instance,
    Layer,
    Library,
    Partial,
    Shape,
    Size,
    Slice,
    Tensor,
    Unknown,
    Weights,
)
from convref.reading._python import Python
from convref.reading._tree import MOST_ROWS

_HOLDERS = ("Sequential", "ModuleList", "ModuleDict")
_PREFIXES = {"nn": "torch.nn", "F": "torch.nn.functional", "torch": "torch", "math": "math", "np": "numpy",
             "OrderedDict": "collections.OrderedDict", "init": "torch.nn.init",
             "partial": "functools.partial"}  # fmt: skip
_FREE = re.compile(r"(torch\.nn\.init|torch\.manual_seed|torch\.backends|builtins\.print|warnings|logging)\b")
_PACKAGES = ("torch.nn", "torchvision", "timm", "")
_FUNCTIONS = re.compile(r"torch\.(?:nn\.functional\.|special\.)?(\w+)")
_WEIGHTS = ("modules", "named_modules", "parameters", "named_parameters", "buffers", "state_dict")
_WHERE = "only when it runs is it known"


def is_module(found: Any) -> bool:
    """Return whether it is a layer, or holds layers."""
    return isinstance(found, (Layer, Holder)) or (isinstance(found, Instance) and is_network(found.of))


def is_network(of: Class) -> bool:
    """Return whether a class has a ``forward``, or is a Sequential."""
    return of.find("forward")[1] is not None or of.comes_from("Sequential") or of.comes_from("Module")


class Forward(Python):
    """Follows modules and tensors; `modules` are the rows that it has met."""

    def __init__(self) -> None:
        super().__init__()
        self.modules: list[Module] = []
        self.called: set[int] = set()
        self.paths: dict[int, str] = {}
        self.kept: list[Any] = []  # what was called stays alive, so that its id stays its own
        self.frozen = True  # whether rows may be made: not while the text only makes its modules

    # Names and attributes.

    def usual_name(self, name: str) -> Any:
        """Return what names stand for without an import."""
        if name in _PREFIXES:
            return Library(_PREFIXES[name])
        if name == "__name__":
            return "__main__"
        if name in KINDS or name in _HOLDERS:
            return Library(f"torch.nn.{name}")
        return super().usual_name(name)

    def attribute(self, found: Any, name: str) -> Any:
        """Return an attribute of a module or a tensor."""
        if isinstance(found, Bound) and found.after:
            return Bound(found.of, name, self.line, found.after)
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
        if isinstance(found, Tensor) and name in ("shape", "data", "device", "dtype", "T"):
            return Shape(found) if name == "shape" else found if name == "data" else Unknown(f"{name}", self.line)
        return super().attribute(found, name)

    def _of_instance(self, found: Instance, name: str) -> Any:
        if name in found.attributes:
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
        return Bound(found, name, self.line)

    def _of_layer(self, found: Layer, name: str) -> Any:
        if name in ("to", "eval", "train", "cuda", "cpu", "double", "float", "half", "apply", "requires_grad_"):
            return Bound(found, name, self.line)
        try:
            given = KINDS[found.kind].bound(found.unnamed, found.named) if found.kind in KINDS else {}
        except (TypeError, ValueError):
            given = {}
        return given.get(name, Unknown(f"{name} of {found.kind} {_WHERE}", self.line))

    def set_attribute(self, of: Any, name: str, found: Any) -> None:
        """Give an object an attribute."""
        if isinstance(of, Instance) and of.held and is_module(found):
            of.held.items[name] = found
        elif isinstance(of, Instance):
            of.attributes[name] = found
        elif isinstance(of, Class):
            of.members[name] = found
        elif isinstance(of, Holder):
            of.items[name] = found
        elif isinstance(of, Layer):
            if of.kind not in KINDS or name in ("weight", "bias", *KINDS[of.kind].signature.parameters):
                raise self.refuse(f"{name} of a layer that is made already is not changed here")
        elif not isinstance(of, Unknown):
            super().set_attribute(of, name, found)

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
            return self._channels(of, at)
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
        if isinstance(found, (Tensor, Size, Gap, Shape)):
            raise self.refuse(f"what is done here depends on sizes or values; {_WHERE}")
        return True

    # Sizes.

    def _size(self, of: Shape, at: Any) -> Any:
        tensor, rank = of.of, of.of.rank
        if isinstance(at, Slice) and at.stop is None and at.step is None and isinstance(at.start, int):
            first = at.start if at.start >= 0 else -1 if rank is None else rank + 2 + at.start
            return Shape(tensor, first) if first >= 0 else Unknown(f"how many axes there are {_WHERE}", self.line)
        if not isinstance(at, int):
            return Unknown(f"this size {_WHERE}", self.line)
        at += of.first if at >= 0 else 0
        if at < 0:
            if rank is None:
                return Unknown(f"how many axes there are {_WHERE}", self.line)
            at += rank + 2
        if at == 1 and tensor.channels is not None:
            return tensor.channels
        return Size(tensor.row, (at,))

    def operate_other(self, sign: str, left: Any, right: Any) -> Any:
        """Return a row for a sum of rows, and products and differences of sizes."""
        if isinstance(left, Tensor) or isinstance(right, Tensor):
            return self._joined(sign, left, right)
        if sign == "Mult" and isinstance(left, (Size, int)) and isinstance(right, (Size, int)):
            return self._product(left, right)
        if sign == "Sub" and isinstance(left, Size) and isinstance(right, Size) and left.axes == right.axes:
            return Gap(left.row, right.row, left.axes[0])
        if sign in ("FloorDiv", "Sub") and isinstance(left, Gap) and left.part == "all":
            if sign == "FloorDiv" and right == 2:
                return Gap(left.longer, left.shorter, left.axis, "lower")
            if right == Gap(left.longer, left.shorter, left.axis, "lower"):
                return Gap(left.longer, left.shorter, left.axis, "upper")
        if isinstance(left, Shape) and isinstance(right, Shape):
            return Unknown(f"this {_WHERE}", self.line)
        return super().operate_other(sign, left, right)

    @staticmethod
    def _product(left: Any, right: Any) -> Any:
        if isinstance(left, int):
            left, right = right, left
        if isinstance(right, int):
            return Size(left.row, left.axes, left.factor * right)
        return Size(left.row, tuple(sorted(left.axes + right.axes)), left.factor * right.factor)

    def sign_other(self, found: Any) -> Any:
        """Return a row of opposite values."""
        if isinstance(found, Tensor):
            return self.emit("Elementwise", [found])
        return super().sign_other(found)

    # Rows.

    def emit(self, kind: str, inputs: list[Tensor], *unnamed: Any, line: int | None = None, **named: Any) -> Tensor:
        """Add a row, and return its output."""
        line = line or self.line
        if len(self.modules) >= MOST_ROWS:
            raise NotUnderstood(f"a network must have at most {MOST_ROWS:,} rows", line)
        if self.frozen:
            raise NotUnderstood("rows are made in forward only", line)
        taken = tuple(one.row for one in inputs)
        where = {one: named.pop(one, "") for one in ("name", "parametrization")}
        taken = () if taken == (len(self.modules),) else taken
        for one in (*unnamed, *named.values()):
            self._check_argument(one)
        try:
            made = Module(kind, *unnamed, inputs=taken, line=line, **where, **named)
        except (TypeError, ValueError) as error:
            raise NotUnderstood(str(error), line) from error
        self.modules.append(made)
        given = dict(made.arguments)
        return self._output(kind, inputs, given)

    def _check_argument(self, found: Any) -> None:
        if isinstance(found, Unknown):
            raise found.refuse()
        entries = found if isinstance(found, (list, tuple)) else (found,)
        for one in entries:
            if isinstance(one, Unknown):
                raise one.refuse()
            if not _builtins.is_plain(one):
                raise self.refuse("this argument is no number and no word here")

    def _output(self, kind: str, inputs: list[Tensor], given: dict[str, Any]) -> Tensor:
        first, rank = inputs[0], KINDS[kind].rank or inputs[0].rank
        if first.channels is None and isinstance(given.get("in_channels", given.get("num_features")), int):
            first.channels = given.get("in_channels", given.get("num_features"))
        if first.rank is None:
            first.rank = KINDS[kind].rank or None
        channels = first.channels
        if kind in ("Cat", "Unfold", "Fold", "PixelShuffle", "PixelUnshuffle", "GLU", "Flatten", "View", "Linear",
                    "Squeeze", "Unsqueeze", "Unflatten", "Embedding"):  # fmt: skip
            known = [one.channels for one in inputs]
            channels = sum(known) if kind == "Cat" and None not in known else None  # type: ignore[arg-type]
            rank = rank if kind == "Cat" else self._rank_after(kind, first, given)
        if kind == "View" and isinstance(given["size"], tuple) and isinstance(given["size"][0], int):
            channels = given["size"][0] if given["size"][0] > 0 else None
        if kind == "Linear" and first.rank == 0:
            channels = given["out_features"]
        if kind in ("Add", "Mul", "Sub", "Div"):
            known = [one.channels for one in inputs]
            channels = max(known) if None not in known else None  # type: ignore[type-var]
        return Tensor(len(self.modules), rank, given.get("out_channels", channels))

    @staticmethod
    def _rank_after(kind: str, first: Tensor, given: dict[str, Any]) -> int | None:
        if kind in ("PixelShuffle", "PixelUnshuffle", "Fold"):
            return 2
        if kind == "Unfold":
            return 1
        if kind == "Flatten":
            plain = given.get("start_dim", 1) == 1 and given.get("end_dim", -1) == -1
            return 0 if plain else 1 if given.get("start_dim", 1) == 2 else None
        if kind == "View":
            return len(given["size"]) - 1 if isinstance(given["size"], tuple) else 0
        if kind == "Unsqueeze":
            return None if first.rank is None else first.rank + 1
        return first.rank if kind in ("Linear", "GLU") else None

    def _joined(self, sign: str, left: Any, right: Any) -> Any:
        other = right if isinstance(left, Tensor) else left
        if isinstance(other, Tensor) and sign in functional.OPERATORS:
            return self.emit(functional.OPERATORS[sign], [left, right])
        if _builtins.is_number(other):
            return self.emit("Elementwise", [left if isinstance(left, Tensor) else right])
        raise self.refuse("what is done with this row here is not followed")

    def _channels(self, of: Tensor, at: Any) -> Any:
        """Return some channels of a row, of ``x[:, 2:5]``."""
        places = list(at) if isinstance(at, tuple) else [at]
        whole = [isinstance(one, Slice) and one == Slice(None, None, None) for one in places]
        if len(places) > 1 and whole[0] and all(whole[2:]) and isinstance(places[1], Slice):
            one = places[1]
            if one.step is None and all(end is None or type(end) is int for end in (one.start, one.stop)):
                return self._part(of, one.start or 0, one.stop)
        if all(whole) or places[-1:] == [...]:
            return of
        if len(places) > 2 and all(whole[:2]):
            return self._cropped(of, places[2:])
        raise self.refuse("of a row only channels are taken, as in x[:, 0:8], and ends are cut off, as in x[:, :, :-1]")

    def _cropped(self, of: Tensor, ends: list[Any]) -> Tensor:
        """Cut cells off at the ends, as ``x[:, :, 1:-1]`` does."""
        pads: list[int] = []
        for one in reversed(ends):
            start, stop, step = (one.start, one.stop, one.step) if isinstance(one, Slice) else (None, 1, None)
            start, stop = (0 if start is None else start), (0 if stop is None else stop or 1)
            if step is not None or type(start) is not int or type(stop) is not int or start < 0 or stop > 0:
                raise self.refuse("of the cells only ends are cut off, as in x[:, :, 1:-1]")
            pads += [-start, stop]
        rank = of.rank or len(ends)
        if len(ends) > rank:
            raise self.refuse("there are more places than axes")
        return self.emit(f"ZeroPad{rank}d", [of], (*[0] * (2 * (rank - len(ends))), *pads))

    def _part(self, of: Tensor, start: int, stop: int | None) -> Tensor:
        if of.channels is None:
            raise self.refuse(f"how many channels there are {_WHERE}")
        start, stop, _ = slice(start, stop).indices(of.channels)
        made = self.emit("Channels", [of], start, stop)
        made.channels = stop - start
        return made

    # Calls.

    def call(self, callee: Any, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Return what a call gives."""
        if isinstance(callee, Partial):
            return self.call(callee.of, [*callee.unnamed, *unnamed], callee.named | named)
        if isinstance(callee, Class):
            return self._made(callee, unnamed, named)
        if isinstance(callee, (Layer, Holder, Instance)):
            return self._module(callee, unnamed, named)
        if isinstance(callee, Library):
            return self._library(callee.dotted, unnamed, named)
        if isinstance(callee, Bound):
            return self._method(callee, unnamed, named)
        return super().call(callee, unnamed, named)

    def _made(self, of: Class, unnamed: list[Any], named: dict[str, Any]) -> Instance:
        made = Instance(of, self.line)
        start, owner = of.find("__init__")
        if owner:
            self.run(start, [made, *unnamed], named)
        elif of.comes_from("Sequential") or of.comes_from("ModuleList"):
            self._start_base(made, unnamed, named)
        return made

    def _start_base(self, made: Instance, unnamed: list[Any], named: dict[str, Any]) -> None:
        for kind in _HOLDERS:
            if made.of.comes_from(kind):
                made.held = self._holder(kind, unnamed, named)

    def _module(self, module: Any, unnamed: list[Any], named: dict[str, Any]) -> Any:
        line = self.line
        if isinstance(module, Instance):
            forward, owner = module.of.find("forward")
            if not owner and module.held and module.of.comes_from("Sequential"):
                return self._chain(module.held, unnamed)
            forward, owner = (forward, owner) if owner else module.of.find("__call__")
            if not owner:
                raise self.refuse(f"{module.of.name} has no forward")
            return self.run(forward, [module, *unnamed], named)
        unknown = next((one for one in unnamed if isinstance(one, Unknown)), None)
        if unknown:
            return unknown
        if isinstance(module, Holder):
            if module.kind != "Sequential":
                raise self.refuse(f"{module.kind} is no layer that is called; its layers are")
            found = self._chain(module, unnamed)
            self.line = line
            return found
        return self._layer(module, unnamed)

    def _chain(self, held: Holder, unnamed: list[Any]) -> Any:
        if len(unnamed) != 1:
            raise self.refuse("Sequential takes one input")
        (found,) = unnamed
        for one in list(held.items.values()):
            found = self.call(one, [found], {})
        return found

    def _layer(self, layer: Layer, unnamed: list[Any]) -> Any:
        if len(unnamed) != 1 or not isinstance(unnamed[0], Tensor):
            raise self.refuse(f"{layer.kind} must be called with one row")
        if layer.kind not in KINDS:
            raise NotUnderstood(_why_not(layer.kind), layer.line)
        again = id(layer) in self.called
        if again and layer.kind.startswith(WEIGHTED):
            name = self.paths.get(id(layer), layer.kind)
            raise self.refuse(f"{name} is called twice, and would share its weights")
        self.called.add(id(layer))
        self.kept.append(layer)
        name = "" if again else self.paths.get(id(layer), "")
        where: dict[str, Any] = {"name": name, "parametrization": layer.parametrization, "line": layer.line}
        return self.emit(layer.kind, unnamed, *layer.unnamed, **where, **layer.named)

    def _library(self, dotted: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        last = dotted.rpartition(".")[2]
        if dotted.startswith("builtins."):
            return self._builtin(last, unnamed, named)
        if _FREE.match(dotted):
            return None
        if dotted in ("collections.OrderedDict",):
            return self._dict(unnamed, named)
        if dotted in ("torch.no_grad", "torch.inference_mode"):
            return None
        if dotted == "torch.cuda.is_available":
            return False  # a device changes no row
        if dotted == "torch.jit.is_scripting" or dotted == "torch.jit.is_tracing":
            return False
        if dotted == "functools.partial" and unnamed:
            return Partial(unnamed[0], unnamed[1:], named)
        if dotted == "typing.cast" and len(unnamed) == 2:
            return unnamed[1]
        if dotted == "torchvision.verify" and unnamed == [None]:
            return None
        if dotted.startswith(("math.", "numpy.", "operator.")):
            found = _builtins.called(last, unnamed)
            return Unknown(f"{last} of this has no value here", self.line) if found is _builtins.NONE else found
        if dotted == "copy.deepcopy" and len(unnamed) == 1:
            return self._copy(unnamed[0])
        made = self._made_of_library(dotted, last, unnamed, named)
        if made is not None:
            return made
        return self._function(dotted, last, unnamed, named)

    def _made_of_library(self, dotted: str, last: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Return a layer or a holder of ``torch.nn``; None where it is neither."""
        package = dotted.rpartition(".")[0]
        if last in PARAMETRIZATIONS and ".utils" in package:
            return self._parametrized(last, unnamed, named)
        if package in ("torch.nn", "torch.nn.modules") and last in _HOLDERS:
            return self._holder(last, unnamed, named)
        if package == "torch.nn" and last == "Parameter":
            return Unknown("nn.Parameter is a weight without a layer, which is not followed", self.line)
        ours = package == "torch.nn" or package.startswith("torch.nn.modules")
        other = package.partition(".")[0] in ("torchvision", "timm") and last in KINDS and last[:1].isupper()
        if (ours and last[:1].isupper()) or other:
            kept = {name: None if name in ("device", "dtype") else one for name, one in named.items()}
            return Layer(last, self.line, tuple(unnamed), kept)
        return None

    def _parametrized(self, kind: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        layer = unnamed[0] if unnamed else named.get("module")
        more = dict(zip(("name", "dim"), unnamed[1:], strict=False)) | named
        if not isinstance(layer, Layer) or layer.parametrization:
            raise self.refuse(f"{kind} must get one layer")
        if more.get("name", "weight") != "weight" or (kind == "weight_norm" and more.get("dim", 0) != 0):
            raise self.refuse(f"{kind} is read for name='weight' and dim=0 only")
        layer.parametrization = kind
        return layer

    def _holder(self, kind: str, unnamed: list[Any], named: dict[str, Any]) -> Holder:
        if named:
            raise self.refuse(f"{kind} takes no named argument")
        made = Holder(kind, self.line)
        inside = unnamed[0] if len(unnamed) == 1 and not is_module(unnamed[0]) else unnamed
        if isinstance(inside, dict):
            made.items = {str(name): one for name, one in inside.items()}
        elif kind == "Sequential" and isinstance(inside, list) and inside is not unnamed:
            raise self.refuse("Sequential takes modules, or a list with a star in front")
        else:
            made.items = {str(at): one for at, one in enumerate(self.listed(inside))}
        for one in made.items.values():
            self._check_module(one)
        return made

    def _check_module(self, one: Any) -> None:
        if isinstance(one, Unknown):
            raise one.refuse()
        if not is_module(one) and not isinstance(one, Instance):
            raise self.refuse("only modules can be held here")

    def _dict(self, unnamed: list[Any], named: dict[str, Any]) -> Any:
        made: dict[Any, Any] = {}
        for one in unnamed:
            pairs = list(one.items()) if isinstance(one, dict) else [self.listed(pair) for pair in self.listed(one)]
            if any(len(pair) != 2 for pair in pairs):
                raise self.refuse("OrderedDict must get pairs of a name and a module")
            made |= {self.key(name): found for name, found in pairs}
        return made | named

    def _copy(self, found: Any) -> Any:
        """Return a module of its own with the same arguments."""
        if isinstance(found, Layer):
            return Layer(found.kind, found.line, found.unnamed, dict(found.named), found.parametrization)
        if isinstance(found, Holder):
            return Holder(found.kind, found.line, {name: self._copy(one) for name, one in found.items.items()})
        if isinstance(found, Instance):
            held = self._copy(found.held) if found.held else None
            inside = {name: self._copy(one) for name, one in found.attributes.items()}
            return Instance(found.of, found.line, inside, held)
        return [self._copy(one) for one in found] if isinstance(found, list) else found

    def _builtin(self, name: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        special = getattr(self, f"_call_{name}", None)
        if special:
            return special(unnamed, named)
        unknown = next((one for one in unnamed if isinstance(one, Unknown)), None)
        if unknown:
            return unknown
        lists = [self.listed(one) if isinstance(one, (Holder, Instance, Shape)) else one for one in unnamed]
        found = _builtins.NONE if named and name != "enumerate" else _builtins.called(name, [*lists, *named.values()])
        return Unknown(f"{name}() of this has no value here", self.line) if found is _builtins.NONE else found

    def _call_len(self, unnamed: list[Any], named: dict[str, Any]) -> Any:
        (one,) = unnamed
        return Size(one.row, (0,)) if isinstance(one, Tensor) else len(self.listed(one))

    def _call_dict(self, unnamed: list[Any], named: dict[str, Any]) -> Any:
        return self._dict(unnamed, named)

    def _call_sum(self, unnamed: list[Any], named: dict[str, Any]) -> Any:
        found: Any = 0
        for one in self.listed(unnamed[0]):
            found = one if found == 0 and isinstance(one, Tensor) else self.operate("Add", found, one)
        return found

    def _call_all(self, unnamed: list[Any], named: dict[str, Any]) -> bool:
        return all(map(self.truth, self.listed(unnamed[0])))

    def _call_any(self, unnamed: list[Any], named: dict[str, Any]) -> bool:
        return any(map(self.truth, self.listed(unnamed[0])))

    def _call_bool(self, unnamed: list[Any], named: dict[str, Any]) -> bool:
        return self.truth(unnamed[0])

    def _call_getattr(self, unnamed: list[Any], named: dict[str, Any]) -> Any:
        of, name, *usual = unnamed
        found = self.attribute(of, name) if isinstance(name, str) else Unknown("a name", self.line)
        missing = isinstance(found, Bound) and isinstance(of, Instance) and of.of.find(name)[1] is None
        return usual[0] if usual and missing else found

    def _call_setattr(self, unnamed: list[Any], named: dict[str, Any]) -> None:
        of, name, found = unnamed
        self.set_attribute(of, str(self.key(name)), found)

    def _call_hasattr(self, unnamed: list[Any], named: dict[str, Any]) -> Any:
        of, name = unnamed
        if not isinstance(of, Instance):
            return Unknown("whether this has an attribute", self.line)
        return name in of.attributes or of.of.find(name)[1] is not None

    def _call_isinstance(self, unnamed: list[Any], named: dict[str, Any]) -> Any:
        of, kinds = unnamed
        answers = [self._is_a(of, one) for one in (kinds if isinstance(kinds, tuple) else (kinds,))]
        if True in answers:
            return True
        return Unknown("what class this is", self.line) if None in answers else False

    @staticmethod
    def _is_a(of: Any, kind: Any) -> bool | None:
        plain = {"int": int, "float": float, "str": str, "list": list, "tuple": tuple, "dict": dict, "bool": bool}
        if isinstance(of, Unknown) or isinstance(kind, Unknown):
            return None
        if isinstance(kind, Class):
            return isinstance(of, Instance) and (of.of is kind or kind in _bases(of.of))
        name = kind.dotted.rpartition(".")[2] if isinstance(kind, Library) else ""
        if name in plain:
            return isinstance(of, plain[name]) and not (name in ("int", "float") and isinstance(of, bool))
        if name == "Tensor":
            return isinstance(of, Tensor)
        if name == "Module":
            return is_module(of)
        if isinstance(of, (Layer, Holder)):
            return of.kind == name
        return isinstance(of, Instance) and of.of.comes_from(name)

    # Functions of torch, and methods.

    def _function(self, dotted: str, name: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        takes = [*unnamed, *named.values()]
        rows = [one for one in takes if isinstance(one, Tensor) or (isinstance(one, (list, tuple)) and _tensors(one))]
        if not _FUNCTIONS.fullmatch(dotted) or not rows:
            unknown = next((one for one in takes if isinstance(one, Unknown)), None)
            if unknown:
                return unknown
            if not name[:1].isupper() and any(isinstance(one, (list, dict)) for one in takes):
                raise self.refuse(f"{dotted} is not read, and may change what it is given")
            return Unknown(f"{dotted} is not read, since nothing is executed", self.line)
        if "input" in named:
            named = dict(named)
            unnamed = [named.pop("input"), *unnamed]
        if name in ("cat", "concat", "concatenate"):
            return self._cat(unnamed, named)
        if unnamed and isinstance(unnamed[0], Tensor):
            return self._of_tensor(unnamed[0], name, unnamed[1:], named, ".functional" in dotted)
        raise self.refuse(f"{dotted} is not followed here")

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
        return (
            found[0] if len(found) == 1 else self.emit("Cat", found, dim=dim) if dim != 1 else self.emit("Cat", found)
        )

    def _method(self, bound: Bound, unnamed: list[Any], named: dict[str, Any]) -> Any:
        of, name = bound.of, bound.name
        if bound.after:
            return self._above(bound, unnamed, named)
        if isinstance(of, Tensor):
            return self._of_tensor(of, name, unnamed, named, False)
        if isinstance(of, Instance) and of.of.find(name)[1]:
            return self.run(of.of.find(name)[0], [of, *unnamed], named)
        if isinstance(of, (Instance, Holder, Layer)):
            return self._of_module(of, name, unnamed, named)
        return super().call(bound, unnamed, named)

    def _above(self, bound: Bound, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Call a method of a class above the one that calls it."""
        assert bound.after is not None
        for base in bound.after.bases:
            if isinstance(base, Class):
                found, owner = base.find(bound.name)
                if owner:
                    return self.run(found, [bound.of, *unnamed], named)
        if bound.name == "__init__":
            return self._start_base(bound.of, unnamed, named)
        if bound.name == "forward" and bound.of.held:
            return self._chain(bound.of.held, unnamed)
        return self._of_module(bound.of, bound.name, unnamed, named)

    def _of_module(self, of: Any, name: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        held = of.held if isinstance(of, Instance) and of.held else of
        if name in ("add_module", "register_module") and len(unnamed) == 2:
            self._check_module(unnamed[1])
            return self.set_attribute(held, str(self.key(unnamed[0])), unnamed[1])
        if name in ("append", "extend", "insert") and isinstance(held, Holder):
            return self._more(held, name, unnamed)
        if name in ("children", "named_children", "items", "keys", "values"):
            inside = children(held)
            pairs = name in ("named_children", "items")
            return list(inside.items()) if pairs else list(inside) if name == "keys" else list(inside.values())
        if name in ("eval", "to", "cuda", "cpu", "float", "double", "half", "train", "apply", "requires_grad_"):
            return of
        if name in ("forward", "__call__"):
            return self._module(of, unnamed, named)
        if name in _WEIGHTS:
            return Weights(f"{name} is not followed", self.line)
        if name == "register_buffer" and unnamed and isinstance(of, Instance):
            of.attributes[str(unnamed[0])] = Unknown("a buffer is not followed", self.line)
            return None
        return Unknown(f"{name} is not followed", self.line)

    def _more(self, held: Holder, name: str, unnamed: list[Any]) -> Holder:
        if name == "append" and len(unnamed) == 1:
            self._check_module(unnamed[0])
            held.items[str(len(held.items))] = unnamed[0]
            return held
        inside = list(held.items.values())
        found = _builtins.method(inside, name, unnamed if name != "extend" else [self.listed(unnamed[0])], {})
        if found is _builtins.NONE or any(not name.isdecimal() for name in held.items):
            raise self.refuse(f"{name} does not fit here")
        for one in inside:
            self._check_module(one)
        held.items = {str(at): one for at, one in enumerate(inside)}
        return held

    def _of_tensor(self, of: Tensor, name: str, unnamed: list[Any], named: dict[str, Any], plain: bool) -> Any:
        unknown = next((one for one in (*unnamed, *named.values()) if isinstance(one, Unknown)), None)
        special = getattr(self, f"_row_{name}", None)
        if special and not (name == "pad" and not plain):
            return special(of, unnamed, named)
        if name in functional.SAME:
            return of
        if name in functional.JOINS and unnamed and isinstance(unnamed[0], Tensor):
            return self.emit(functional.JOINS[name], [of, unnamed[0]])
        if name in functional.CLASSES:
            return self._as_class(of, name, unnamed, named)
        if name in functional.VALUES or name in functional.JOINS:
            if unknown:
                raise unknown.refuse()
            return self.emit("Elementwise", [of])
        if name in functional.MOVED:
            raise self.refuse(f"{name} moves axes or cells, and the channels must stay first")
        if name in functional.PAIRS:
            raise self.refuse(f"{name} with weights of its own is not followed; a layer is")
        raise self.refuse(f"{name} of a row is not followed here")

    def _as_class(self, of: Tensor, name: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        if name in functional.UNREAD:
            places = functional.UNREAD[name].split()
            named = dict(zip(places, unnamed, strict=False)) | named
            named = {one: found for one, found in named.items() if one not in functional.DROPPED}
            unnamed = []
        if name in ("interpolate", "upsample") and not _builtins.is_plain(named.get("size")):
            return self._like(of, named)
        more = {"inplace": True} if name in ("relu_", "leaky_relu_") else {}
        return self.emit(functional.CLASSES[name], [of], *unnamed, **more, **named)

    def _like(self, of: Tensor, named: dict[str, Any]) -> Any:
        """Resize to the sizes of another row."""
        size = named["size"]
        if isinstance(size, Unknown):
            raise size.refuse()
        rows = {one.row for one in size if isinstance(one, Size)} if isinstance(size, (list, tuple)) else set()
        axes = [one.axes for one in size] if len(rows) == 1 and all(isinstance(one, Size) for one in size) else []
        plain = all(one.factor == 1 for one in size) if axes else False
        if isinstance(size, Shape) and size.first == 2:
            rows = {size.of.row}
        elif not plain or axes != [(at + 2,) for at in range(len(axes))]:
            raise self.refuse(f"this size {_WHERE}")
        given = {name: named[name] for name in ("mode", "align_corners") if named.get(name) is not None}
        return self.emit("UpsampleLike", [of, Tensor(rows.pop())], **given)

    def _row_pad(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        given = dict(zip(("pad", "mode", "value"), unnamed, strict=False)) | named
        pads = given.get("pad")
        pads = self.listed(pads)
        if pads and all(isinstance(one, Gap) for one in pads):
            return self._pad_like(of, pads)
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

    def _pad_like(self, of: Tensor, pads: list[Gap]) -> Any:
        """Pad a row to the sizes of another one, half of it on each side, as U-Nets do."""
        axes = range(len(pads) // 2 + 1, 1, -1)
        longer = pads[0].longer
        wanted = [Gap(longer, of.row, axis, part) for axis in axes for part in ("lower", "upper")]
        if pads != wanted:
            raise self.refuse(f"by how much this is padded {_WHERE}")
        return self.emit("PadLike", [of, Tensor(longer)])

    def _row_size(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        given = [*unnamed, *named.values()]
        return self._size(Shape(of), given[0]) if given else Shape(of)

    def _row_dim(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        return Unknown(f"how many axes there are {_WHERE}", self.line) if of.rank is None else of.rank + 2

    _row_ndimension = _row_dim

    def _row_view(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Write axes in another way; the batch stays the first."""
        given = unnamed or list(named.values())
        sizes = self.listed(given[0]) if len(given) == 1 and not isinstance(given[0], (int, Size)) else given
        for one in sizes:
            if isinstance(one, Unknown):
                raise one.refuse()
        first, rest = sizes[0] if sizes else None, sizes[1:]
        if not rest or not (first == -1 or (isinstance(first, Size) and first.axes == (0,) and first.factor == 1)):
            raise self.refuse("view must keep the batch in front, as in x.view(x.size(0), -1)")
        spatial = tuple(range(2, (of.rank or 0) + 2))
        for at, one in enumerate(rest):
            if isinstance(one, Size) and one.row == of.row and self._is_all(of, one, at, rest, spatial):
                rest[at] = -1
        if rest == [-1]:
            return self.emit("Flatten", [of])
        if len(rest) == 2 and rest[1] == -1 and of.channels is not None and rest[0] == of.channels and spatial:
            return self.emit("Flatten", [of], 2) if len(spatial) > 1 else of
        if any(isinstance(one, Size) for one in rest):
            raise self.refuse(f"a size in view {_WHERE}")
        return self.emit("View", [of], tuple(rest))

    @staticmethod
    def _is_all(of: Tensor, one: Size, at: int, rest: list[Any], spatial: tuple[int, ...]) -> bool:
        """Return whether a size is all that is left: all axes, or all behind the channels."""
        if len(rest) == 1:
            return one.axes == (1, *spatial) or (one.axes == spatial and one.factor == of.channels)
        return len(rest) == 2 and at == 1 and one.axes == spatial and one.factor == 1

    _row_reshape = _row_view

    def _row_unflatten(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        return self.emit("Unflatten", [of], *unnamed, **named)

    def _row_squeeze(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        return self.emit("Squeeze", [of], *unnamed, **named)

    def _row_unsqueeze(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        return self.emit("Unsqueeze", [of], *unnamed, **named)

    def _row_mean(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Average all cells of each channel."""
        return self._over_all(of, "Avg", unnamed, named)

    def _row_amax(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Take the largest cell of each channel."""
        return self._over_all(of, "Max", unnamed, named)

    def _row_max(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Take the largest cell of each channel; where it stands is not followed."""
        if unnamed and isinstance(unnamed[0], Tensor):
            raise self.refuse("max of two rows is not followed here")
        return (self._over_all(of, "Max", unnamed, named), Unknown("where the largest cell stands", self.line))

    def _over_all(self, of: Tensor, what: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        given = dict(zip(("dim", "keepdim"), unnamed, strict=False)) | named
        dims = given.get("dim", given.get("axis"))
        axes = self.listed(dims) if isinstance(dims, (list, tuple)) else [dims]
        rank = of.rank or len(axes)
        places = sorted(one + rank + 2 if isinstance(one, int) and one < 0 else one for one in axes if one is not None)
        if places != list(range(2, rank + 2)):
            raise self.refuse("an average or a maximum must be that of all cells of each channel")
        pooled = self.emit(f"Adaptive{what}Pool{rank}d", [of], 1)
        return pooled if given.get("keepdim", False) else self.emit("Flatten", [pooled])

    def _row_chunk(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Take the channels apart, in parts of equal size."""
        given = dict(zip(("chunks", "dim"), unnamed, strict=False)) | named
        count, dim = given.get("chunks"), given.get("dim", 0)
        if dim not in (1, -(of.rank or 0) - 1) or not isinstance(count, int) or count < 1 or of.channels is None:
            raise self.refuse("only channels are taken apart, as in x.chunk(2, dim=1), where it is known how many")
        part = -(-of.channels // count)
        return tuple(self._part(of, at, min(at + part, of.channels)) for at in range(0, of.channels, part))

    def _row_split(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        given = dict(zip(("split_size", "dim"), unnamed, strict=False)) | named
        parts, dim = given.get("split_size", given.get("split_size_or_sections")), given.get("dim", 0)
        if dim != 1 or of.channels is None:
            raise self.refuse("only channels are taken apart, as in x.split(8, dim=1), where it is known how many")
        if isinstance(parts, int) and parts > 0:
            parts = [min(parts, of.channels - at) for at in range(0, of.channels, parts)]
        sizes = self.listed(parts)
        if not all(isinstance(one, int) for one in sizes) or sum(sizes) != of.channels:
            raise self.refuse(f"the parts must make up the {of.channels} channels")
        ends = [sum(sizes[: at + 1]) for at in range(len(sizes))]
        return tuple(self._part(of, end - size, end) for end, size in zip(ends, sizes, strict=True))


def _why_not(kind: str) -> str:
    from convref._kinds import known_kind

    try:
        known_kind(kind)
    except ValueError as error:
        return str(error)
    return kind


def _bases(of: Class) -> list[Class]:
    found = [one for one in of.bases if isinstance(one, Class)]
    return [*found, *(more for one in found for more in _bases(one))]


def _tensors(values: Any) -> bool:
    return any(isinstance(one, Tensor) for one in values)


def children(of: Any) -> dict[str, Any]:
    """Return the modules that a module holds, by their names."""
    if isinstance(of, Holder):
        return of.items
    if not isinstance(of, Instance):
        return {}
    inside = {name: one for name, one in of.attributes.items() if is_module(one)}
    return inside | (of.held.items if of.held else {})
