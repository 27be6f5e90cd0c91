"""One signature for many functions: it is stated once, as the fields of the record that its arguments make."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from typing import ParamSpec, TypeVar, get_type_hints

P = ParamSpec("P")
Given = TypeVar("Given")
Result = TypeVar("Result")


def takes(record: Callable[P, Given]) -> Callable[[Callable[[Given], Result]], Callable[P, Result]]:
    """Turn a function of a record into a function of the record's fields.

    The public function has the signature of the record's class, for type checkers, editors and `inspect` alike; its
    name and docstring are its own.
    """

    def decorate(function: Callable[[Given], Result]) -> Callable[P, Result]:
        @functools.wraps(function)
        def public(*args: P.args, **kwargs: P.kwargs) -> Result:
            try:
                given = record(*args, **kwargs)
            except TypeError as error:
                raise TypeError(_said_of(function.__name__, str(error))) from None
            return function(given)

        signature = inspect.signature(record).replace(return_annotation=function.__annotations__["return"])
        public.__signature__ = signature  # type: ignore[attr-defined]
        hints = get_type_hints(record)
        public.__annotations__ = {name: hints[name] for name in signature.parameters}
        public.__annotations__["return"] = function.__annotations__["return"]
        return public

    return decorate


def _said_of(name: str, message: str) -> str:
    """Return Python's words about arguments that do not fit the record as it would say them of the function.

    The record's own method counts the record among its arguments.
    """
    words = re.sub(r"^[\w.]+\(\)", f"{name}()", message)
    return re.sub(r"\b\d+(?= to | positional arguments| were given)", lambda count: str(int(count[0]) - 1), words)
