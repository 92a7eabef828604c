"""What is kept in an object: worked out once, bounded, gone with the object."""

from __future__ import annotations

import gc
import weakref

import pytest

from bulou.kit.remembered import MOST, remembered


class Thing:
    """Something that answers are kept in."""


asked: list[tuple[object, ...]] = []


@remembered
def _answer(thing: Thing, *rest: object) -> tuple[object, ...]:
    asked.append(rest)
    return (thing, *rest)


@remembered
def _nothing(thing: Thing, *rest: object) -> None:
    asked.append(rest)


@pytest.fixture(autouse=True)
def _none_asked() -> None:
    asked.clear()


def test_each_question_is_answered_once_and_apart_from_others() -> None:
    thing, other = Thing(), Thing()
    assert (
        _answer(thing, 1) == (thing, 1)
        and _answer(thing, 2) == (thing, 2)
        and _answer(other, 1) == (other, 1)
    )
    assert _answer(thing, 1) is _answer(thing, 1)
    assert _nothing(thing, 1) is None and _nothing(thing, 1) is None
    assert asked == [(1,), (2,), (1,), (1,)]


def test_answers_go_with_what_they_are_about() -> None:
    thing = Thing()
    _answer(thing)
    gone = weakref.ref(thing)
    del thing
    gc.collect()
    assert gone() is None


def test_the_oldest_answer_goes_first() -> None:
    thing = Thing()
    for number in range(MOST + 1):
        _answer(thing, number)
    asked.clear()
    _answer(thing, MOST)
    _answer(thing, 0)
    assert asked == [(0,)]
