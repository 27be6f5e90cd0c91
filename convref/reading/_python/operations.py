"""What values can do: add up, compare, have entries. Nothing is executed."""

from __future__ import annotations

import ast
from typing import Any

from convref.reading._calls import NotUnderstood
from convref.reading._python import builtins
from convref.reading._python.objects import Bound, Class, Library, Slice, Unknown

MOST_STEPS = 400_000
ADVICE = "is not read, since nothing is executed; print the model and read that"


class Operations:
    """Values that are known when the text is read; remembers the line, and how much has been followed.

    Whatever belongs to PyTorch is left to the classes that are derived from this one, by the methods that end with
    ``_other``.
    """

    def __init__(self) -> None:
        self.line = 1
        self.steps = 0
        self.depth = 0
        self.notes: list[str] = []

    def refuse(self, reason: str) -> NotUnderstood:
        """Return a refusal of the line that is being followed."""
        return NotUnderstood(reason, self.line)

    def not_read(self, node: ast.AST) -> NotUnderstood:
        """Return a refusal that quotes what is not read."""
        return self.refuse(f"{ast.unparse(node).splitlines()[0][:60]} {ADVICE}")

    def _step(self, node: Any) -> None:
        self.line = node.lineno
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise self.refuse("there is too much to follow")

    def truth(self, found: Any) -> bool:
        """Return whether a value counts as true, where that is known."""
        if isinstance(found, Unknown):
            raise found.refuse()
        if found is None or isinstance(found, (bool, int, float, str, list, tuple, dict)):
            return bool(found)
        return self.true_other(found)

    def true_other(self, found: Any) -> bool:
        """Return whether something that is no plain value counts as true."""
        return True

    def listed(self, found: Any) -> list[Any]:
        """Return the entries of a list and its like."""
        if isinstance(found, (list, tuple, dict, str)):
            return list(found)
        if isinstance(found, Unknown):
            raise found.refuse()
        return self.list_other(found)

    def list_other(self, found: Any) -> list[Any]:
        """Return the entries of something that is no plain value."""
        raise self.refuse("this is no list")

    def mapped(self, found: Any) -> dict[Any, Any]:
        """Return what stands behind two stars."""
        if isinstance(found, dict):
            return found
        raise found.refuse() if isinstance(found, Unknown) else self.refuse("this is no dict")

    def key(self, found: Any) -> Any:
        """Return what can be a key."""
        if isinstance(found, (str, int, float, type(None))):
            return found
        if isinstance(found, Unknown):
            raise found.refuse()
        raise self.refuse("only words and numbers are keys")

    def signed(self, sign: str, found: Any) -> Any:
        """Return a number with another sign."""
        if isinstance(found, (int, float)):
            return -found if sign == "USub" else +found
        return self.sign_other(found)

    def sign_other(self, found: Any) -> Any:
        """Return something that is no number with another sign."""
        return Unknown("this is no number", self.line)

    def operate(self, sign: str, left: Any, right: Any) -> Any:
        """Return a sum, a product and the like."""
        for one in (left, right):
            if isinstance(one, Unknown):
                return one
        found = builtins.folded(sign, left, right)
        return self.operate_other(sign, left, right) if found is None else found

    def operate_in_place(self, sign: str, left: Any, right: Any) -> Any:
        """Return what the left value becomes by ``+=`` and its like."""
        return self.operate(sign, left, right)

    def operate_other(self, sign: str, left: Any, right: Any) -> Any:
        """Return a sum of what is no plain value."""
        return Unknown("this has no value here, since nothing is executed", self.line)

    def compare(self, sign: str, left: Any, right: Any) -> Any:
        """Return whether a comparison holds."""
        for one in (left, right):
            if isinstance(one, Unknown):
                return one
        if sign in ("Is", "IsNot"):
            same = left is right if not isinstance(left, (int, float, str)) else left == right
            return (self.same_class(left, right) or same) == (sign == "Is")
        if sign in ("Eq", "NotEq") and (known := self.same_class(left, right)) is not None:
            return known == (sign == "Eq")
        found = builtins.compared(sign, left, right)
        return Unknown("what this compares is known only when it runs", self.line) if found is None else found

    def same_class(self, left: Any, right: Any) -> bool | None:
        """Return whether two names of packages stand for one class; None where that is not known."""
        if left == right and isinstance(left, (Library, Class)):
            return True
        if not isinstance(left, (Library, Class)) or not isinstance(right, (Library, Class)):
            return None
        if isinstance(left, Class) or isinstance(right, Class):
            return False
        names = [one.dotted.rpartition(".")[2] for one in (left, right)]
        if all(one.dotted.startswith("torch.nn.") for one in (left, right)) and all(
            name[:1].isupper() for name in names
        ):
            return names[0] == names[1]
        plain = any(one.dotted.startswith(("builtins.", "functools.")) for one in (left, right))
        return False if plain else None

    def attribute(self, found: Any, name: str) -> Any:
        """Return an attribute of a plain value: one of its methods."""
        if isinstance(found, Unknown):
            return found
        if isinstance(found, Library):
            return Library(f"{found.dotted}.{name}")
        return Bound(found, name, self.line)

    def set_attribute(self, of: Any, name: str, found: Any) -> None:
        """Set an attribute."""
        raise self.refuse(f"{name} cannot be set here")

    def set_entry(self, of: Any, at: Any, found: Any) -> None:
        """Set an entry of a list or a dict."""
        if isinstance(of, dict):
            of[self.key(at)] = found
        elif isinstance(of, list) and isinstance(at, int) and -len(of) <= at < len(of):
            of[at] = found
        elif not isinstance(of, Unknown):
            raise self.refuse("this entry cannot be set here")

    def delete_attribute(self, of: Any, name: str) -> None:
        """Leave an attribute out."""
        raise self.refuse(f"{name} cannot be left out here")

    def delete_entry(self, of: Any, at: Any) -> None:
        """Leave out an entry of a list or a dict, or some of a list."""
        if isinstance(of, Unknown):
            return
        self.entry(of, at)  # which is there
        if not isinstance(of, (list, dict)):
            raise self.refuse("this entry cannot be left out here")
        del of[slice(at.start, at.stop, at.step) if isinstance(at, Slice) else at]

    def entry(self, of: Any, at: Any) -> Any:
        """Return an entry of a list, a word or a dict."""
        if isinstance(of, Unknown):
            return of
        if isinstance(of, dict) and not isinstance(at, (list, dict, Unknown)) and at in of:
            return of[at]
        if isinstance(of, (list, tuple, str)) and isinstance(at, int) and -len(of) <= at < len(of):
            return of[at]
        plain = isinstance(at, Slice) and all(one is None or type(one) is int for one in (at.start, at.stop, at.step))
        if isinstance(of, (list, tuple, str)) and plain and at.step != 0:
            return of[at.start : at.stop : at.step]
        raise at.refuse() if isinstance(at, Unknown) else self.refuse("there is no such entry")
