"""The page of formulas: what the language means, and every function, family by family."""

from __future__ import annotations

from itertools import groupby

from bulou.expr.formula.function import Function, functions
from bulou.expr.formula.tree import MAX_DEPTH, MAX_NODES
from bulou.expr.formula.values import ERRORS

TITLE = "Formulas"
HEAD = f"""Formulas are written as in Excel; fields by their key, or in braces by their label: `amount * 0.06`,
`{{预算金额}} * 6%`, `SUM(lines.amount)`, `account.level`. Chinese punctuation is taken as typed.

- Operators, the tightest first: sign, `%`, `^`, `* /`, `+ -`, `&`, `= <> < <= > >=`; those of one level bind to the
  left. As in Excel `-2^2` is 4.
- Numbers are exact to 28 digits; rounding is half away from zero. Percentages are ratios: a field that shows 20 % is
  0.2.
- Empty is 0 in arithmetic and '' in texts; functions of a day give nothing for an empty day; `MAX`, `AVERAGE` and the
  like leave it out. A comparison with an empty value is unknown, and unknown counts as no (`NOT` of it is unknown,
  too); `= ""` asks for it.
- Texts are counted in code points and compared with their case.
- Months clamp: 31 January and one month is the last of February. Days are days in the workspace's zone.
- What has no value is an error that shows: {", ".join(f"`{code}`" for code in ERRORS)}. `IFERROR` catches it.
- `TODAY` is worked out anew at midnight; `NOW` and `OLD` stand in conditions only.
- At most 10,000 characters, {MAX_NODES} parts, {MAX_DEPTH} levels.

In the tables `?` marks what may be left out, `+` what may be repeated, `[]` a list; `moment` is a date or a date with
time, `T` any type, the same wherever it stands.
"""


def body() -> str:
    """The page without its title."""
    known = sorted(functions, key=lambda function: (function.family, function.key))
    tables = (_table(family, list(members)) for family, members in groupby(known, lambda each: each.family))
    return HEAD + "".join(tables)


def _table(family: str, members: list[Function]) -> str:
    rows = "\n".join(_row(function) for function in members)
    return f"\n## {family}\n\n| function | takes | gives | | example |\n| --- | --- | --- | --- | --- |\n{rows}\n"


def _row(function: Function) -> str:
    names = ", ".join(f"`{name}`" for name in (function.key, *function.aliases))
    said = [f"{function.label[locale]}: {function.hint[locale]}" for locale in ("zh-CN", "en-US")]
    cells = (names, f"`{function.takes}`", f"`{function.result}`", "<br>".join(said), f"`{function.example}`")
    return "| " + " | ".join(cell.replace("|", "\\|").replace("``", "") for cell in cells) + " |"
