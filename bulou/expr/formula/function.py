"""What a function is: a key, a signature, words, an example and the work; each family registers its own."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from bulou.kit.registry import Registry
from bulou.kit.words import Words

SCALARS = ("number", "text", "date", "datetime", "boolean")
Volatile = Literal["", "day", "moment"]


@dataclass(frozen=True)
class Parameter:
    """One parameter: the types it takes; `T` stands for one scalar type, the same wherever it is written."""

    types: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True)
class Signature:
    """`first`, then `group` over and over (at least `least` times), then `last`, which may be left out.

    Written `number number?` or `boolean (T T)+ T?`; types by `|`: number text date datetime boolean moment
    (date or datetime) any (every scalar) T U, and lists of them with `[]`.
    """

    first: tuple[Parameter, ...]
    group: tuple[Parameter, ...] = ()
    least: int = 0
    last: tuple[Parameter, ...] = ()

    def counts(self) -> tuple[int, int | None]:
        """The fewest and the most arguments (None: any number)."""
        fewest = sum(not each.optional for each in self.first) + self.least * len(self.group)
        return fewest, None if self.group else len(self.first)

    def laid_out(self, given: int) -> tuple[Parameter, ...] | None:
        """The parameter of each of `given` arguments, None when that is no possible number."""
        fewest, most = self.counts()
        if given < fewest or (most is not None and given > most):
            return None
        if not self.group:
            return self.first[:given]
        times, over = divmod(given - len(self.first), len(self.group))
        if over > len(self.last):
            return None
        return (*self.first, *self.group * times, *self.last[:over])


_PART = re.compile(r"\(([^()]*)\)([+*])|(\S+)")


def signature(text: str) -> Signature:
    """The signature that `text` writes."""
    first: list[Parameter] = []
    group: tuple[Parameter, ...] = ()
    last: list[Parameter] = []
    least = 0
    for inside, times, single in _PART.findall(text):
        if inside or single.endswith(("+", "*")):
            written, sign = (inside, times) if inside else (single[:-1], single[-1])
            group, least = tuple(_parameter(each) for each in written.split()), int(sign == "+")
        else:
            (last if group else first).append(_parameter(single))
    return Signature(tuple(first), group, least, tuple(last))


def _parameter(text: str) -> Parameter:
    types: list[str] = []
    for each in text.rstrip("?").split("|"):
        base, list_ = (each[:-2], "[]") if each.endswith("[]") else (each, "")
        bases = {"moment": ("date", "datetime"), "any": SCALARS}.get(base, (base,))
        types += [name + list_ for name in bases]
    return Parameter(tuple(types), text.endswith("?"))


@dataclass(frozen=True)
class Function:
    """A function. `takes` is its signature as written, `result` a type (`T` and `T[]` as bound by the call).

    `work(context, *args)` gets values: an empty number is 0, an empty text '', an empty boolean False, days
    where days are wanted; with an empty day or moment a function that asks for one is empty without being
    called. `lazy` work gets functions without arguments instead, and judges emptiness itself. `keeps_empty`:
    empty arguments arrive as None. `only`: the place that may use it (NOW and OLD: conditions).
    """

    key: str
    family: str
    takes: str
    result: str
    label: Words
    hint: Words
    example: str
    work: Callable[..., Any]
    aliases: tuple[str, ...] = ()
    lazy: bool = False
    keeps_empty: bool = False
    volatile: Volatile = ""
    only: str = ""
    signature: Signature = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "signature", signature(self.takes))


functions: Registry[Function] = Registry("bulou.expr.formula.functions")


def find(name: str) -> Function | None:
    """The function called `name` in any case, also by an alias."""
    wanted = name.upper()
    known = functions.get(wanted)
    if known is not None:
        return known
    return next((each for each in functions if wanted in each.aliases), None)


class Family:
    """Registers the functions of one file: `@family("ABS", "number", "number", "绝对值", "…")`."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(
        self, key: str, takes: str, result: str, zh: str, en: str, example: str, **more: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register the decorated work; `zh` and `en` are `name: what it gives` in the two languages."""
        (label_zh, _, hint_zh), (label_en, _, hint_en) = zh.partition("："), en.partition(": ")

        def register(work: Callable[..., Any]) -> Callable[..., Any]:
            functions.register(
                Function(
                    key,
                    self.name,
                    takes,
                    result,
                    {"zh-CN": label_zh, "en-US": label_en},
                    {"zh-CN": hint_zh, "en-US": hint_en},
                    example,
                    work,
                    **more,
                )
            )
            return work

        return register
