"""Modules that are made and called, by their own ``forward``."""

from __future__ import annotations

import difflib
import re
from typing import Any

from convref._kinds import KINDS, known_kind
from convref.reading._calls import NotUnderstood
from convref.reading._code import WEIGHTED
from convref.reading._python import builtins, functional
from convref.reading._python.modules import KEEPING, arguments_of
from convref.reading._python.objects import (
    HOLDERS,
    Bound,
    Class,
    Filled,
    Function,
    Holder,
    Indices,
    Instance,
    Layer,
    Library,
    OwnWeight,
    Parameter,
    Partial,
    Stack,
    Tensor,
    Unknown,
    Weights,
    children,
)
from convref.reading._python.trials import Trials

# Other methods that all modules have, and which change no row; and what else may be meant by a name.
_OTHER = re.compile(
    r"(zero_grad|compile|share_memory|to_empty|type|bfloat16|extra_repr|reset_parameters)$"
    r"|.*(state_dict|_(parameter|buffer|module|hook)s?$)"
)
_MEANT = (*KEEPING, "append", "extend", "insert", "add_module", "children", "modules", "parameters", "forward")
_WEIGHTS = ("modules", "named_modules", "parameters", "named_parameters", "buffers", "state_dict")


class Forward(Trials):
    """Follows calls of modules and of what the text defines."""

    def call(self, callee: Any, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Return what a call gives."""
        if self.is_trial(callee, unnamed):
            return self.tried(callee, unnamed, named)
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
            self.check_started(made)
        elif of.layers_above() or any(map(of.comes_from, HOLDERS)):
            self._start_base(made, unnamed, named)
        elif unnamed or named:
            raise self.refuse(f"{of.name} has no __init__ here, so what becomes of its arguments is not known")
        return made

    def _start_base(self, made: Instance, unnamed: list[Any], named: dict[str, Any]) -> None:
        """Make what a class of torch.nn makes of its arguments, for one that inherits from it."""
        made.started = True
        for kind in HOLDERS:
            if made.of.comes_from(kind):
                made.held = self._holder(kind, unnamed, named)
        for kind in made.of.layers_above()[:1]:
            made.base = self.layer_of(kind, unnamed, named)
            for name in arguments_of(kind):
                made.attributes.pop(name, None)

    def _module(self, module: Any, unnamed: list[Any], named: dict[str, Any]) -> Any:
        if isinstance(module, Instance):
            return self._instance(module, unnamed, named)
        unknown = next((one for one in unnamed if isinstance(one, Unknown)), None)
        if unknown:
            return Unknown(unknown.reason, unknown.line)
        if isinstance(module, Layer):
            return self._layer(module, unnamed, named)
        if module.kind not in ("Sequential", "DataParallel"):
            raise self.refuse(f"{module.kind} is no layer that is called; its layers are")
        line = self.line
        found = self._chain(module, unnamed)
        self.line = line
        return found

    def _instance(self, module: Instance, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Follow the forward of a class of the text, or that of the class above it."""
        forward, has_forward = module.of.find("forward")
        if not has_forward and module.held and module.of.comes_from("Sequential"):
            return self._chain(module.held, unnamed)
        if not has_forward and module.base:
            return self._layer(module.base, unnamed, named)
        call, has_call = module.of.find("__call__")
        if not has_forward and not has_call:
            raise self.refuse(f"{module.of.name} has no forward")
        if has_forward and has_call:
            raise self.refuse(f"__call__ of {module.of.name} is not followed; its forward is")
        return self.run(forward if has_forward else call, [module, *unnamed], named)

    def _chain(self, held: Holder, unnamed: list[Any]) -> Any:
        if len(unnamed) != 1:
            raise self.refuse("Sequential takes one input")
        (found,) = unnamed
        for one in list(held.items.values()):
            found = self.call(one, [found], {})
        return found

    def with_weight(self, of: Tensor, name: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Call a layer with other arguments, as ``F.conv2d(x, self.weight, …)`` does."""
        if name == "layer_norm":
            return self._normalised(of, builtins.placed(("normalized_shape", "weight", "bias", "eps"), unnamed, named))
        usual = functional.USUAL.get(name, {})
        given = usual | builtins.placed(("weight", "bias", *usual), unnamed, named)
        weight = given.pop("weight", None)
        if not isinstance(weight, OwnWeight) or functional.LAYERS.get(name) != weight.layer.kind:
            return super().with_weight(of, name, unnamed, named)
        if isinstance(given.pop("bias", None), Parameter):
            raise self.refuse(f"{name} with a bias of its own is not followed; a layer is")
        if given.get("groups", 1) != self._made_with(weight.layer).get("groups", 1):
            raise self.refuse(f"{name} must get as many groups as the layer whose weight it takes")
        return self._layer(weight.layer, [of], {}, given)

    def _normalised(self, of: Tensor, given: dict[str, Any]) -> Tensor:
        """Normalise the last axes with parameters of the text as weights."""
        shape = given.get("normalized_shape")
        own = [one for one in (given.get("weight"), given.get("bias")) if one is not None]
        sizes = {one.size for one in own if isinstance(one, Parameter)}
        if len(own) > len(sizes) * 2 or sizes - {tuple(shape) if isinstance(shape, (list, tuple)) else (shape,)}:
            raise self.refuse("layer_norm must get parameters of the size that is normalised")
        affine, first = given.get("weight") is not None, next((self.called.get(id(one.layer)) for one in own), None)
        made = self.emit("LayerNorm", [of], shape, elementwise_affine=affine, bias=len(own) == 2, weights_of=first or 0)
        for one in own:
            self.kept.append(one.layer)
            self.called.setdefault(id(one.layer), made.row)
        return made

    @staticmethod
    def _made_with(layer: Layer) -> dict[str, Any]:
        """Return the arguments of a layer by name."""
        try:
            return KINDS[layer.kind].bound(layer.unnamed, layer.named)
        except (TypeError, ValueError) as error:
            raise NotUnderstood(str(error), layer.line) from error

    def _layer(self, layer: Layer, unnamed: list[Any], named: dict[str, Any], other: Any = None) -> Any:
        """Return what a layer gives, with some arguments other than those that it was made with."""
        unnamed = [*unnamed, *(found for name, found in named.items() if name == "input")]
        if len(unnamed) == 1 and isinstance(unnamed[0], Stack):
            return self._layer_on_stack(layer, unnamed[0])
        unpools = layer.kind.startswith("MaxUnpool")
        if not unpools and (set(named) - {"input"} or len(unnamed) != 1 or not isinstance(unnamed[0], Tensor)):
            raise self.refuse(f"{layer.kind} must be called with one row")
        if layer.kind == "Rearrange":
            return self.rearranged(unnamed[0], list(layer.unnamed), layer.named)
        if layer.kind not in KINDS:
            raise NotUnderstood(_why_not(layer.kind), layer.line)
        first = self.called.get(id(layer))
        self.kept.append(layer)
        where: dict[str, Any] = {"parametrization": layer.parametrization, "line": layer.line}
        where["name"] = self.paths.get(id(layer), "") if first is None else ""
        if first and layer.kind.startswith(WEIGHTED):
            where["weights_of"] = first
        if unpools:
            made = self.unpooled(layer.kind, unnamed, self._made_with(layer) | named, where)
            return self._remember(layer, made, first)
        if "Max" in layer.kind and self._made_with(layer).get("return_indices"):
            made = self.pooled(layer.kind, unnamed[0], self._made_with(layer), where)
            return self._remember(layer, made, first), Indices(made.row)
        return self._remember(layer, self._given_by(layer, unnamed[0], where, other), first)

    def _layer_on_stack(self, layer: Layer, of: Stack) -> Any:
        """Return what a layer without weights makes of stacked rows."""
        if layer.kind in ("Softmax", "Sigmoid", "Tanh", "ReLU"):
            return self.of_stack(of, layer.kind.lower(), list(layer.unnamed), layer.named)
        raise self.refuse(f"{layer.kind} of stacked rows is not followed")

    def _given_by(self, layer: Layer, of: Tensor, where: dict[str, Any], other: Any) -> Tensor:
        """Return the row of a layer."""
        if other:
            return self.emit(layer.kind, [of], **where, **self._made_with(layer) | other)
        pooled = self.pooled_whole(of, layer.kind, list(layer.unnamed), layer.named) if _pools(layer) else None
        return pooled or self.emit(layer.kind, [of], *layer.unnamed, **where, **layer.named)

    def _remember(self, layer: Layer, made: Tensor, first: int | None) -> Tensor:
        """Remember the row of a layer that is called, whose weights it may share with an earlier one."""
        row = made.row
        if first is None:
            self.called[id(layer)] = row
        elif layer.kind.startswith(WEIGHTED):
            name, (one, other) = self.paths.get(id(layer), layer.kind), (self.modules[at - 1] for at in (first, row))
            if layer.kind.startswith("Lazy") or one.arguments != other.arguments:
                raise self.refuse(f"{name} is called twice, in different ways, and would share its weights")
        return made

    def _method(self, bound: Bound, unnamed: list[Any], named: dict[str, Any]) -> Any:
        of, name = bound.of, bound.name
        if bound.after:
            return self._above(bound, unnamed, named)
        if isinstance(of, Tensor):
            return self._of_tensor(of, name, unnamed, named, False)
        if isinstance(of, Filled):
            return self.of_filled(of, name, unnamed, named)
        if isinstance(of, Stack):
            return self.of_stack(of, name, unnamed, named)
        if isinstance(of, Parameter):
            return self.of_parameter(of, name, unnamed)
        if isinstance(of, Instance) and of.of.find(name)[1]:
            return self.run(of.of.find(name)[0], [of, *unnamed], named)
        if isinstance(of, (Instance, Holder, Layer)):
            return self._of_module(of, name, unnamed, named)
        return super().call(bound, unnamed, named)

    def _above(self, bound: Bound, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Call a method of a class above the one that calls it."""
        assert bound.after is not None
        order = bound.of.of.order()
        for base in order[order.index(bound.after) + 1 :]:
            if bound.name in base.members:
                return self.run(base.members[bound.name], [bound.of, *unnamed], named)
        if bound.name == "__init__":
            return self._start_base(bound.of, unnamed, named)
        if bound.name == "forward" and bound.of.held:
            return self._chain(bound.of.held, unnamed)
        if bound.name in ("forward", "__call__") and bound.of.base:
            return self._layer(bound.of.base, unnamed, named)
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
        if name == "apply" and unnamed:
            self._check_applied(unnamed[0])
        if name in KEEPING:
            return of
        if name in ("forward", "__call__"):
            return self._module(of, unnamed, named)
        if name == "_conv_forward" and len(unnamed) > 1:
            base = of.base if isinstance(of, Instance) else of
            if isinstance(base, Layer) and isinstance(unnamed[1], OwnWeight) and unnamed[1].layer is base:
                return self._layer(base, unnamed[:1], named)
        if name == "register_parameter":
            return self.set_parameter(of, unnamed)
        if name in _WEIGHTS:
            return Weights(f"{name} is not followed", self.line)
        if name == "register_buffer" and unnamed and isinstance(of, Instance):
            of.attributes[str(unnamed[0])] = Unknown("a buffer is not followed", self.line)
            return None
        if name in builtins.CHANGING:
            raise self.refuse(f"{name} is not followed, and may change what it belongs to")
        self._check_name(of, name)
        return Unknown(f"{name} is not followed", self.line)

    def _check_name(self, of: Any, name: str) -> None:
        """Refuse a method that no module has, such as ``appnd``."""
        above = of.of.order() if isinstance(of, Instance) else []
        bases = [base.dotted for one in above for base in one.bases if isinstance(base, Library)]
        if _OTHER.match(name) or not all(one.startswith("torch.nn.") for one in bases):
            return
        kind = of.of.name if isinstance(of, Instance) else of.kind
        near = difflib.get_close_matches(name, _MEANT, 1)
        raise self.refuse(f"{kind} has no {name}{f'; did you mean {near[0]}?' if near else ''}")

    def operate_in_place(self, sign: str, left: Any, right: Any) -> Any:
        """Return what the left value becomes; a list of modules grows."""
        if isinstance(left, Holder) and left.kind == "ModuleList" and sign == "Add":
            return self._more(left, "extend", [right])
        return super().operate_in_place(sign, left, right)

    def _check_applied(self, found: Any) -> None:
        """Refuse a function that is applied to all modules and does more than to set weights."""
        if isinstance(found, Partial):
            found = found.of
        if isinstance(found, Bound) and isinstance(found.of, Instance):
            found = found.of.of.find(found.name)[0]
        if isinstance(found, Function):
            self.pass_over(found.node)

    def _more(self, held: Holder, name: str, unnamed: list[Any]) -> Holder:
        if name == "append" and len(unnamed) == 1:
            self._check_module(unnamed[0])
            held.items[str(len(held.items))] = unnamed[0]
            return held
        inside = list(held.items.values())
        found = builtins.method(inside, name, unnamed if name != "extend" else [self.listed(unnamed[0])], {})
        if found is builtins.NONE or any(not name.isdecimal() for name in held.items):
            raise self.refuse(f"{name} does not fit here")
        for one in inside:
            self._check_module(one)
        held.items = {str(at): one for at, one in enumerate(inside)}
        return held


def _pools(layer: Layer) -> bool:
    return layer.kind in map(functional.CLASSES.get, functional.POOLS)


def _why_not(kind: str) -> str:
    try:
        known_kind(kind)
    except ValueError as error:
        return str(error)
    return kind
