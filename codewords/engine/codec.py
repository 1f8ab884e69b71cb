"""Values of rules and tables as plain ones that `marshal` can hold, and back.

It knows the few classes it may make again, by name, and never calls what a stored value names:
that is why this is no pickle. What it does not know is a `TypeError`, and is then not stored.
"""

from __future__ import annotations

import copyreg
import dataclasses
import marshal
import re
from collections.abc import Mapping, Sequence
from typing import Any

import regex

from codewords import model
from codewords.errors import Place
from codewords.match.literals import LiteralIndex

_CLASSES: Mapping[str, Any] = {
    cls.__name__: cls
    for cls in (
        LiteralIndex,
        Place,
        model.Substance,
        model.Pattern,
        model.Leaf,
        model.Group,
        model.Use,
        model.Detection,
        model.Surface,
        model.Policy,
        model.Source,
        model.Scoring,
        model.Overlay,
    )
}
_PLAIN, _TUPLE, _LIST, _DICT, _OBJECT, _RE, _REGEX, _REF = range(8)


def encode(value: Any, refs: Mapping[int, int]) -> tuple[Any, ...]:  # noqa: PLR0911  one form, one return
    """Give a value as tagged plain tuples.

    Args:
        value: plain values, rules, compiled expressions, and tuples, lists and mappings of them.
        refs: numbers of objects that the reader will have at hand, by `id`.

    Raises:
        TypeError: for anything else.
    """
    number = refs.get(id(value))
    if number is not None:
        return (_REF, number)
    kind = type(value)
    if kind in (tuple, list, dict) and not is_plain(value):
        if kind is dict:
            return (_DICT, list(value), [encode(item, refs) for item in value.values()])
        return (_TUPLE if kind is tuple else _LIST, [encode(item, refs) for item in value])
    if _CLASSES.get(kind.__name__) is kind:
        fields = [getattr(value, item.name) for item in dataclasses.fields(value)]
        return (_OBJECT, kind.__name__, [encode(item, refs) for item in fields])
    if isinstance(value, re.Pattern):
        return (_RE, value.pattern, value.flags)
    if isinstance(value, regex.Pattern):
        return (_REGEX, _state(value))
    if not is_plain(value):
        message = f"`{kind.__name__}` cannot be stored"
        raise TypeError(message)
    return (_PLAIN, value)


def decode(stored: tuple[Any, ...], things: Sequence[Any]) -> Any:  # noqa: PLR0911  one form, one return
    """Give the value that was stored.

    Args:
        stored: what `encode` gave.
        things: the objects at hand, by their numbers.
    """
    tag, first = stored[0], stored[1]
    if tag == _PLAIN:
        return first
    if tag == _OBJECT:
        return _CLASSES[first](*[decode(item, things) for item in stored[2]])
    if tag == _TUPLE:
        return tuple([decode(item, things) for item in first])
    if tag == _LIST:
        return [decode(item, things) for item in first]
    if tag == _DICT:
        return {key: decode(item, things) for key, item in zip(first, stored[2], strict=True)}
    if tag == _RE:
        return re.compile(first, stored[2])
    return _compiled(first) if tag == _REGEX else things[first]


def is_plain(value: Any) -> bool:
    """Tell whether `marshal` can hold a value and gives back an equal one."""
    try:
        marshal.dumps(value)
    except ValueError:
        return False
    return True


def _state(pattern: regex.Pattern[str]) -> tuple[Any, ...]:
    """Give the compiled form of an expression, as `regex` itself hands it to `pickle`."""
    reduced: Any = copyreg.dispatch_table[regex.Pattern](pattern)
    return tuple(reduced[1])


def _compiled(state: tuple[Any, ...]) -> Any:
    """Give an expression from its compiled form, without parsing it again."""
    reduced: Any = copyreg.dispatch_table[regex.Pattern](regex.compile("a"))
    return reduced[0](*state)
