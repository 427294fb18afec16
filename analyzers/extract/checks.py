"""Checks of values that nobody vouches for: each looks at one value, and everything inside it, and refuses or returns.

A table of shapes is turned into checks once; a value is then looked at in one pass, and places are only worked out
for what is refused.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Form = dict[str, Any]  # what JSON Schema says of a value

MAX_TEXT = 8192
MAX_NODES = 3_000_000
MAX_SAFE = (1 << 53) - 1  # beyond it, readers of JSON disagree

_SURROGATE = re.compile("[\ud800-\udfff]")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")

Check = Callable[[Any, list[int]], None]  # value of any type, how many members may still come
Shape = Check | Mapping[str, Any]

_FORMS: dict[Check, Form] = {}  # what each check lets through, in the words of JSON Schema


class WrongShapeError(Exception):
    """A value is not what it has to be. `path` grows from the value outwards."""

    def __init__(self, what: str = "wrong value") -> None:
        super().__init__(what)
        self.path: list[str] = []

    @property
    def place(self) -> str:
        """What is wrong, and where."""
        return f"{self} at /{'/'.join(reversed(self.path))}"


def text(value: Any, _: list[int]) -> None:
    """Text of a bearable length that any writer of JSON accepts."""
    if type(value) is not str or len(value) > MAX_TEXT or not (value.isascii() or not _SURROGATE.search(value)):
        raise WrongShapeError


def digest(value: Any, _: list[int]) -> None:
    """A SHA-256 in small hexadecimal letters."""
    if type(value) is not str or not _DIGEST.fullmatch(value):
        raise WrongShapeError


def code(value: Any, _: list[int]) -> None:
    """A name that our own code gives: never a stranger's text."""
    if type(value) is not str or not _CODE.fullmatch(value):
        raise WrongShapeError


def number(value: Any, _: list[int]) -> None:
    """A whole number that every reader of JSON takes alike; a switch is none."""
    if type(value) is not int or not -MAX_SAFE <= value <= MAX_SAFE:
        raise WrongShapeError


def count(value: Any, _: list[int]) -> None:
    """A number of things, or a place in a file."""
    if type(value) is not int or not 0 <= value <= MAX_SAFE:
        raise WrongShapeError


def switch(value: Any, _: list[int]) -> None:
    """True or false."""
    if value is not True and value is not False:
        raise WrongShapeError


def scalar(value: Any, budget: list[int]) -> None:
    """Text, number, switch or nothing."""
    if type(value) is str:
        text(value, budget)
    elif value is not None and type(value) is not bool:
        number(value, budget)


def one_of(*words: str) -> Check:
    """One of few words."""
    known = frozenset(words)

    def check(value: Any, _: list[int]) -> None:
        if type(value) is not str or value not in known:
            raise WrongShapeError

    return _known_as(check, {"enum": sorted(known)})


def maybe(shape: Shape) -> Check:
    """A shape, or null."""
    inner = check_of(shape)

    def check(value: Any, budget: list[int]) -> None:
        if value is not None:
            inner(value, budget)

    return _known_as(check, {"anyOf": [form_of(shape), {"type": "null"}]})


def list_of(shape: Shape) -> Check:
    """A list whose members all have one shape."""
    inner = check_of(shape)

    def check(value: Any, budget: list[int]) -> None:
        if type(value) is not list:
            raise WrongShapeError("another shape")
        _spend(budget, len(value))
        at = 0
        try:
            for at, member in enumerate(value):  # noqa: B007 - the place is wanted only where a member is refused
                inner(member, budget)
        except WrongShapeError as refusal:
            refusal.path.append(str(at))
            raise

    return _known_as(check, {"type": "array", "items": form_of(shape)})


def map_of(shape: Shape) -> Check:
    """An object with free keys, whose values all have one shape."""
    inner = check_of(shape)

    def check(value: Any, budget: list[int]) -> None:
        if type(value) is not dict:
            raise WrongShapeError("another shape")
        _spend(budget, len(value))
        for key, member in value.items():
            try:
                text(key, budget)
                inner(member, budget)
            except WrongShapeError as refusal:
                refusal.path.append(str(key)[:MAX_TEXT])
                raise

    return _known_as(check, {"type": "object", "additionalProperties": form_of(shape)})


def check_of(shape: Shape) -> Check:
    """The check of a shape: an object of exactly these keys, or what is a check already."""
    if not isinstance(shape, Mapping):
        return shape
    wanted = shape.keys()
    members = [(key, check_of(inner)) for key, inner in shape.items()]

    def check(value: Any, budget: list[int]) -> None:
        if type(value) is not dict or value.keys() != wanted:
            raise WrongShapeError("another shape")
        _spend(budget, len(members))
        key = ""
        try:
            for key, inner in members:
                inner(value[key], budget)
        except WrongShapeError as refusal:
            refusal.path.append(key)
            raise

    return _known_as(check, form_of(shape))


def form_of(shape: Shape) -> Form:
    """Say in the words of JSON Schema (2020-12) what a shape lets through."""
    if not isinstance(shape, Mapping):
        return _FORMS[shape]
    members = {key: form_of(inner) for key, inner in shape.items()}
    return {"type": "object", "properties": members, "required": sorted(members), "additionalProperties": False}


def _known_as(check: Check, form: Form) -> Check:
    _FORMS[check] = form
    return check


def _spend(budget: list[int], members: int) -> None:
    budget[0] -= members
    if budget[0] < 0:
        raise WrongShapeError("too many values")


_NUMBER: Form = {"type": "integer", "minimum": -MAX_SAFE, "maximum": MAX_SAFE}
_TEXT: Form = {"type": "string", "maxLength": MAX_TEXT}
_FORMS.update(
    {
        text: _TEXT,
        digest: {"type": "string", "pattern": f"^{_DIGEST.pattern}$"},
        code: {"type": "string", "pattern": f"^{_CODE.pattern}$"},
        number: _NUMBER,
        count: _NUMBER | {"minimum": 0},
        switch: {"type": "boolean"},
        scalar: {"anyOf": [_TEXT, _NUMBER, {"type": "boolean"}, {"type": "null"}]},
    }
)
