"""The words import knows by itself; definitions bring all others."""

import functools
from importlib import resources
from typing import Any

from bulou.kit.yaml_text import read_yaml
from bulou.records.exchange.meaning.wording import plain


@functools.cache
def _body() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("lexicon.yaml").read_text("utf-8")
    return read_yaml(text)  # type: ignore[no-any-return]


@functools.cache
def words(name: str) -> tuple[str, ...]:
    """The words of one list, as written; () for a list that does not exist."""
    return tuple(str(word) for word in _body().get(name, ()))


@functools.cache
def plain_words(name: str) -> frozenset[str]:
    """The words of one list as `wording.plain` makes them."""
    return frozenset(plain(word) for word in words(name))


@functools.cache
def letters(name: str) -> frozenset[str]:
    """The characters of a list that is written as one text."""
    return frozenset(str(_body()[name]))
