"""What functions and classes of packages and of Python give."""

from __future__ import annotations

import re
from typing import Any

from convref._kinds import KINDS
from convref.modules import PARAMETRIZATIONS, SizeOf
from convref.reading._python import builtins, functional
from convref.reading._python.objects import (
    HOLDERS,
    Bound,
    Class,
    Filled,
    Function,
    Holder,
    Instance,
    Layer,
    Library,
    Parameter,
    Partial,
    Shape,
    Stack,
    Tensor,
    Unknown,
    is_module,
)
from convref.reading._python.tensors import Tensors

_FREE = re.compile(r"(torch\.nn\.init|torch\.manual_seed|torch\.backends|builtins\.print|warnings|logging)\b")
_FUNCTIONS = re.compile(
    r"torch\.(?:nn\.functional\.|special\.)?(\w+)|torchvision\.transforms\.functional\.(?:resize|center_crop)"
    r"|einops\.rearrange"
)

# What some functions give, whatever they get: no row depends on the device, and nothing is compiled.
_CONSTANTS = {
    "torch.no_grad": None, "torch.inference_mode": None, "torch.cuda.is_available": False,
    "torch.jit.is_scripting": False, "torch.jit.is_tracing": False,
}  # fmt: skip
# What a row takes besides the arguments of its layer, of which none has these names.
_OF_ROWS = {"self", "kind", "inputs", "line", "name", "parametrization", "weights_of"}
_OPERATORS = {
    "operator.add": "Add",
    "operator.concat": "Add",
    "operator.iconcat": "Add",
    "operator.sub": "Sub",
    "operator.mul": "Mult",
    "operator.truediv": "Div",
}
_TUPLES = {"_single": 1, "_pair": 2, "_triple": 3}
_PARALLEL = ("DataParallel", "DistributedDataParallel")
_TAKEN = {"len": (1, 1), "sum": (1, 2), "all": (1, 1), "any": (1, 1), "bool": (1, 1), "type": (1, 1), "getattr": (2, 3),
          "setattr": (3, 3), "hasattr": (2, 2), "isinstance": (2, 2)}  # fmt: skip


class Libraries(Tensors):
    """Follows what is not of the text. A method ``_call_NAME`` is for the function of Python of that name."""

    def _library(self, dotted: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        last = dotted.rpartition(".")[2]
        if dotted.startswith("builtins."):
            return self._builtin(last, unnamed, named)
        if _FREE.match(dotted):
            return None
        if dotted in _CONSTANTS:
            return _CONSTANTS[dotted]
        if dotted == "collections.OrderedDict":
            return self._dict(unnamed, named)
        if dotted == "functools.partial" and unnamed:
            return Partial(unnamed[0], unnamed[1:], named)
        if last == "__init__" and unnamed and isinstance(unnamed[0], Instance):  # nn.Module.__init__(self)
            unnamed[0].started = True
            return None
        if dotted.startswith("torch.nn.modules.utils.") and last in _TUPLES and len(unnamed) == 1:
            return tuple(unnamed[0]) if isinstance(unnamed[0], (list, tuple)) else (unnamed[0],) * _TUPLES[last]
        if dotted == "inspect.isfunction" and len(unnamed) == 1 and not isinstance(unnamed[0], Unknown):
            return isinstance(unnamed[0], Function)
        if dotted == "torch.autograd.Variable" and unnamed:
            return unnamed[0]
        if dotted == "typing.cast" and len(unnamed) == 2:
            return unnamed[1]
        if dotted == "torchvision.verify" and unnamed == [None]:
            return None
        if dotted in _OPERATORS and len(unnamed) == 2:
            return self.operate(_OPERATORS[dotted], *unnamed)
        if dotted.startswith(("math.", "numpy.", "operator.")):
            if reckoned := self.reckoned(last, unnamed):
                return reckoned
            found = builtins.called(last, unnamed)
            return Unknown(f"{last} of this has no value here", self.line) if found is builtins.NONE else found
        if dotted == "functools.reduce" and len(unnamed) in (2, 3):
            return self._reduced(*unnamed)
        if dotted == "copy.deepcopy" and len(unnamed) == 1:
            return self._copy(unnamed[0])
        made = self._made_of_library(dotted, last, unnamed, named)
        if made is not None:
            return made
        return self._function(dotted, last, unnamed, named)

    def _reduced(self, function: Any, entries: Any, *start: Any) -> Any:
        """Join the entries of a list from the first one on."""
        found, *others = [*start, *self.listed(entries)] or [None]
        for one in others:
            found = self.call(function, [found, one], {})
        return found

    def _made_of_library(self, dotted: str, last: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Return a layer or a holder of ``torch.nn``; None where it is neither."""
        package = dotted.rpartition(".")[0]
        if dotted == "einops.layers.torch.Rearrange":
            return Layer(last, self.line, tuple(unnamed), named)
        if last in PARAMETRIZATIONS and ".utils" in package:
            return self._parametrized(last, unnamed, named)
        if package in ("torch.nn", "torch.nn.modules") and last in HOLDERS:
            return self._holder(last, unnamed, named)
        if package in ("torch.nn", "torch.nn.parallel") and last in _PARALLEL and unnamed and is_module(unnamed[0]):
            return Holder("DataParallel", self.line, {"module": unnamed[0]})
        if package == "torch.nn" and last == "Parameter":
            return self.parameter(unnamed, named)
        ours = package == "torch.nn" or package.startswith("torch.nn.modules")
        other = package.partition(".")[0] in ("torchvision", "timm") and last in KINDS and last[:1].isupper()
        if (ours and last[:1].isupper()) or other:
            return self.layer_of(last, unnamed, named)
        return None

    def layer_of(self, kind: str, unnamed: list[Any], named: dict[str, Any]) -> Layer:
        """Return a layer of torch.nn; where and of which type its weights are is not looked at."""
        for name in _OF_ROWS.intersection(named):
            raise self.refuse(f"{kind} has no argument {name}")
        kept = {name: None if name in ("device", "dtype") else one for name, one in named.items()}
        return Layer(kind, self.line, tuple(unnamed), kept)

    def _parametrized(self, kind: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        module = unnamed[0] if unnamed else named.get("module")
        layer = module.base if isinstance(module, Instance) else module
        more = builtins.placed(("name", "dim"), unnamed[1:], named)
        if not isinstance(layer, Layer) or layer.parametrization:
            raise self.refuse(f"{kind} must get one layer")
        if more.get("name", "weight") != "weight" or (kind == "weight_norm" and more.get("dim", 0) != 0):
            raise self.refuse(f"{kind} is read for name='weight' and dim=0 only")
        layer.parametrization = kind
        return module

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
            if one is not None or kind != "ModuleList":
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
            return Instance(found.of, found.line, inside, held, found.base and self._copy(found.base))
        if isinstance(found, Parameter):
            return Parameter(self._copy(found.layer), found.size, found.count)
        return [self._copy(one) for one in found] if isinstance(found, list) else found

    def _builtin(self, name: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        special = getattr(self, f"_call_{name}", None)
        if special:
            fewest, most = _TAKEN.get(name, (0, len(unnamed)))
            if not fewest <= len(unnamed) <= most:
                raise self.refuse(f"{name} takes {fewest} arguments, got {len(unnamed)}")
            return special(unnamed, named)
        unknown = next((one for one in unnamed if isinstance(one, Unknown)), None)
        if unknown:
            return Unknown(unknown.reason, unknown.line)
        if reckoned := self.reckoned(name, unnamed):
            return reckoned
        lists = [self.listed(one) if isinstance(one, (Holder, Instance, Shape)) else one for one in unnamed]
        found = builtins.NONE if named and name != "enumerate" else builtins.called(name, [*lists, *named.values()])
        return Unknown(f"{name}() of this has no value here", self.line) if found is builtins.NONE else found

    def _call_len(self, unnamed: list[Any], named: dict[str, Any]) -> Any:
        (one,) = unnamed
        return SizeOf(one.row, (0,)) if isinstance(one, Tensor) else len(self.listed(one))

    def _call_dict(self, unnamed: list[Any], named: dict[str, Any]) -> Any:
        return self._dict(unnamed, named)

    def _call_sum(self, unnamed: list[Any], named: dict[str, Any]) -> Any:
        found: Any = unnamed[1] if len(unnamed) > 1 else named.get("start", 0)
        for one in self.listed(unnamed[0]):
            found = one if found == 0 and isinstance(one, Tensor) else self.operate("Add", found, one)
        return found

    def _call_all(self, unnamed: list[Any], named: dict[str, Any]) -> bool:
        return all(map(self.truth, self.listed(unnamed[0])))

    def _call_any(self, unnamed: list[Any], named: dict[str, Any]) -> bool:
        return any(map(self.truth, self.listed(unnamed[0])))

    def _call_type(self, unnamed: list[Any], named: dict[str, Any]) -> Any:
        (one,) = unnamed
        if isinstance(one, Instance):
            return one.of
        if isinstance(one, (Layer, Holder)):
            return Library(f"torch.nn.{one.kind}")
        kinds = {Partial: "functools.partial", Class: "builtins.type"} | {
            kind: f"builtins.{kind.__name__}" for kind in (bool, int, float, str, list, tuple, dict)
        }
        is_class = isinstance(one, Library) and one.dotted.rpartition(".")[2][:1].isupper()
        name = "builtins.type" if is_class else kinds.get(type(one))
        return Library(name) if name else Unknown("type() of this has no value here", self.line)

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
            return isinstance(of, Instance) and kind in of.of.order()
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

    def _function(self, dotted: str, name: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        takes = [*unnamed, *named.values()]
        rows = [
            one
            for one in takes
            if isinstance(one, (Tensor, Stack)) or (isinstance(one, (list, tuple)) and _tensors(one))
        ]
        if dotted.startswith("torch.") and name in functional.FILLED and (like := self.as_large(unnamed, named)):
            return self.emit("Elementwise", [like])
        filled = self.filled(dotted, unnamed, named)
        if filled:
            return filled
        if unnamed and isinstance(unnamed[0], Parameter) and _FUNCTIONS.fullmatch(dotted) and not rows:
            return self.of_parameter(unnamed[0], name, unnamed[1:])
        if not _FUNCTIONS.fullmatch(dotted) or not rows:
            unknown = next((one for one in takes if isinstance(one, Unknown)), None)
            if unknown:
                return unknown if not isinstance(unknown, Filled) else Unknown(unknown.reason, unknown.line)
            if not name[:1].isupper() and any(isinstance(one, (list, dict)) for one in takes):
                raise self.refuse(f"{dotted} is not read, and may change what it is given")
            more = "; if it is a class, put it into the text" if name[:1].isupper() else ""
            return Unknown(f"{dotted} is not read, since nothing is executed{more}", self.line)
        if "input" in named:
            named = dict(named)
            unnamed = [named.pop("input"), *unnamed]
        if name in ("cat", "concat", "concatenate"):
            return self._cat(unnamed, named)
        if name == "stack":
            return self.stacked(unnamed, named)
        if dotted == "einops.rearrange" and unnamed and isinstance(unnamed[0], Tensor):
            return self.rearranged(unnamed[0], unnamed[1:], named)
        if unnamed and isinstance(unnamed[0], Stack):
            return self.of_stack(unnamed[0], name, unnamed[1:], named)
        if name == "resize" and isinstance(unnamed[0], Tensor):
            size = unnamed[1] if len(unnamed) > 1 else named.get("size")
            return self._of_tensor(unnamed[0], "interpolate", [], {"size": size, "mode": "bilinear"}, True)
        if unnamed and isinstance(unnamed[0], Tensor):
            return self._of_tensor(unnamed[0], name, unnamed[1:], named, ".functional" in dotted)
        raise self.refuse(f"{dotted} is not followed here")


def _tensors(values: Any) -> bool:
    return isinstance(values, (list, tuple)) and any(isinstance(one, Tensor) for one in values)
