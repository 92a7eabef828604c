"""Labels in cells → options: sure ones by themselves, likely ones as suggestions, never silently."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bulou.forms.fields.kind import CellContext
from bulou.forms.form import BoundField
from bulou.forms.values.choices import OTHER
from bulou.kit.text import fold
from bulou.kit.traditional import simplified
from bulou.records.exchange.files.cells import Cell
from bulou.records.exchange.meaning import alike
from bulou.records.exchange.meaning.profile import Profile

# What stands behind or before the same word without changing it: 华东区 = 华东, A级 = A, 医药行业 = 医药.
_TAILS = re.compile(r"(?:大区|地区|区域|片区|区|行业|业务|类型|类别|类|级别|级|等级|渠道|来源|客户|市|省)$")
_SPLIT = re.compile(r"[、,，;；/\n|]")
_LIKELY = 80
_PLAIN = CellContext()


@dataclass(frozen=True)
class Meant:
    """One label as found in the file. `key` None: unknown; `suggestion` the key that it may be."""

    raw: str
    key: str | None
    suggestion: str | None
    count: int


Labels = Mapping[str, str]  # folded text → option key


def options_of(bound: BoundField) -> Labels:
    """Every text that names an option that may be picked, folded, the bare forms last."""
    options: Any = bound.options
    found = {simplified(text): key for text, key in options.by_text.items() if key in options.keys}
    for text, key in list(found.items()):
        found.setdefault(_bare(text), key)
    return found


def key_of(labels: Labels, cell: Cell) -> str | None:
    """The option a cell surely names, or None."""
    if not isinstance(cell, str):
        return labels.get(str(cell)) if isinstance(cell, int) else None
    text = _folded(cell)
    return labels.get(text) or (labels.get(_bare(text)) if len(text) > 1 else None)


def _folded(text: str) -> str:
    return simplified(fold(text))


def _bare(text: str) -> str:
    bare = _TAILS.sub("", text)
    return bare or text


def suggest(labels: Labels, raw: str) -> str | None:
    """The option that `raw` most likely is, None when none is near."""
    text = _folded(raw)
    best, score = None, 0.0
    for label, key in labels.items():
        if (found := _near(text, label)) > score:
            best, score = key, found
    return best if score >= _LIKELY else None


def _near(text: str, label: str) -> float:
    shorter, longer = sorted((text, label), key=len)
    if len(shorter) >= 2 and shorter in longer and len(longer) <= 4 * len(shorter):
        return 82.0 + len(shorter) / len(longer)
    if min(len(text), len(label)) < 4:
        return 0.0
    return alike.ratio(text, label)


def parts(text: str) -> list[str]:
    """The labels in a cell that may hold several."""
    return [part for part in map(str.strip, _SPLIT.split(text)) if part]


def judge(bound: BoundField, profile: Profile) -> list[Meant]:
    """What every label of a column means, unknown ones first, then by how often it occurs."""
    labels = options_of(bound)
    several = bound.kind.key == "choices"
    counts: dict[str, int] = {}
    for each in profile.distinct:
        for part in parts(each.raw) if several and key_of(labels, each.cell) is None else [each.raw]:
            counts[part] = counts.get(part, 0) + each.count
    found = [_meant(labels, bound, raw, count) for raw, count in counts.items()]
    return sorted(
        (each for each in found if each is not None),
        key=lambda each: (each.key is not None, -each.count, each.raw),
    )


def _meant(labels: Labels, bound: BoundField, raw: str, count: int) -> Meant | None:
    key = key_of(labels, raw)
    if key is not None:
        return Meant(raw, key, None, count)
    reading = bound.kind.read_cell(bound.definition, raw, _PLAIN)
    if reading.problem is None and not reading.value:
        return None  # `-`, 待定: says nothing
    if reading.problem is None and bound.options.other:
        return Meant(raw, OTHER, None, count)
    return Meant(raw, None, suggest(labels, raw), count)


def unsure(found: list[Meant]) -> list[Meant]:
    """Those that no option is surely meant by."""
    return [each for each in found if each.key is None]
