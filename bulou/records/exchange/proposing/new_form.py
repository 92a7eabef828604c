"""A form that is to be made from a file: its columns as fields, to be looked at before anything is made."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bulou.db.tx import Tx
from bulou.forms.columns import RESERVED
from bulou.forms.fields.kind import CellContext
from bulou.kit.pinyin import proposed_key
from bulou.kit.protocols import Actor
from bulou.records.exchange.errors import FileGone, NothingToImport
from bulou.records.exchange.files.spool import Spool, SpooledSheet, open_spool
from bulou.records.exchange.meaning import kinds, lexicon
from bulou.records.exchange.meaning.profile import Profile
from bulou.records.exchange.meaning.understand import Seen, unmapped
from bulou.records.exchange.meaning.wording import plain
from bulou.records.exchange.proposing.pointing import pointed
from bulou.records.exchange.proposing.proposal import cell_context

MOST_COLUMNS = 300
VARIED = 0.9  # distinct values per filled cell
NAMES = ("text", "choice")  # what names are taken for at first sight
KNOWN = (
    "person_name",
    "department",
    "stage",
    "created_at",
    "phone",
    "email",
    "link",
    "long_text",
    "generic",
    "owner",
)
Json = dict[str, Any]


def understand(tx: Tx, actor: Actor, folder: str, sheet: int | None) -> Json:
    """`{sheets, sheet, name, rows, title, columns}` of the file spooled in `folder`; `sheet` None: the fullest.

    A column is `{heading, samples, filled, varied, field, why, points}`: `field` as a definition has it, None where the
    column needs none (`why`: owner, counter or empty). One whose cells name records, people or departments that are
    there (as the reader may see) points at them: `points` is `{form, label, met, asked, plain, field}`: the field
    that it would be otherwise, and the one that points. `title` is the key of the field that names records, None
    where no column can. Reads only; meant for `db.reader.read_apart`. NothingToImport where no sheet has a table.
    """
    try:
        spool = open_spool(Path(folder))
    except FileNotFoundError as error:
        raise FileGone(file=Path(folder).name) from error
    sheets = [each for each in spool.sheets if each.rows and not each.hidden]
    chosen = next(
        (each for each in sheets if each.index == sheet), max(sheets, key=lambda s: s.rows, default=None)
    )
    seen = unmapped(spool, chosen, _liking) if chosen is not None else None
    if chosen is None or seen is None or not seen.plan.heading_row or not seen.plan.rows:
        raise NothingToImport(file=spool.name)
    columns = _columns(seen, actor.locale, cell_context(tx, actor))
    _point(tx, actor, seen, columns)
    return {
        "sheets": [{"index": each.index, "name": each.name, "rows": each.rows} for each in sheets],
        "sheet": chosen.index,
        "name": seen.plan.title or _name(spool, chosen),
        "rows": seen.plan.rows,
        "title": _title(columns, seen),
        "columns": columns,
    }


def _name(spool: Spool, sheet: SpooledSheet) -> str:
    """The sheet's name where it says something, else the file's."""
    if spool.text or plain(sheet.name).rstrip("0123456789 ") in lexicon.plain_words("sheet_plain"):
        return Path(spool.name).stem[:100]
    return sheet.name


@cache
def _words() -> frozenset[str]:
    return frozenset(word for each in KNOWN for word in lexicon.plain_words(each))


def _liking(text: str) -> float:
    return 1.0 if plain(text) in _words() else 0.0


def _columns(seen: Seen, locale: str, context: CellContext) -> list[Json]:
    taken: set[str] = set(RESERVED)
    found = []
    for column in seen.plan.columns[:MOST_COLUMNS]:
        profile = seen.profile(column.index) or Profile()
        why = _needless(column.heading, profile)
        if why == "empty" and not column.heading:
            continue
        made = None
        if why is None:
            percent = seen.in_percent(column.index)
            made = _field(
                column.heading, kinds.guess(column.heading, profile, percent, context), locale, taken
            )
            taken.add(made["key"])
        found.append(
            {
                "heading": column.heading,
                "samples": [text[:80] for text in profile.samples(3)],
                "filled": profile.filled,
                "varied": profile.variety >= VARIED,
                "field": made,
                "why": why,
                "points": None,
                "index": column.index,
            }
        )
    return found


def _point(tx: Tx, actor: Actor, seen: Seen, columns: list[Json]) -> None:
    """Columns of texts that name what is there become relations, people and departments; but records need a name: the
    last text stays one, and only says where it could point."""
    texts = {
        column["index"]: (column["heading"], seen.profile(column["index"]) or Profile())
        for column in columns
        if column["field"] and column["field"]["kind"] in NAMES
    }
    found = pointed(tx, actor, texts)
    for column in columns:
        there = found.get(column.pop("index"))
        if there is None:
            continue
        field = {key: column["field"][key] for key in ("key", "label")}
        plain = {key: column["field"][key] for key in ("kind", "options") if key in column["field"]}
        target = {"options": {"target": there.form.key}} if there.kind == "relation" else {}
        kind = {"kind": there.kind, **target}
        told = {"form": there.form.key, "label": dict(there.form.definition.label)}
        column["points"] = {**told, "met": there.met, "asked": there.asked, "plain": plain, "field": kind}
        if plain["kind"] != "text" or len(_texts(columns)) > 1:
            column["field"] = {**field, **kind}


def _texts(columns: list[Json]) -> list[Json]:
    return [column for column in columns if column["field"] and column["field"]["kind"] == "text"]


def _needless(heading: str, profile: Profile) -> str | None:
    if profile.filled == 0:
        return "empty"
    if kinds.is_owner(heading):
        return "owner"
    return "counter" if kinds.counts_up(heading, profile) else None


def _field(heading: str, guess: kinds.Guess, locale: str, taken: set[str]) -> Json:
    label = heading[:100] or "?"
    made: Json = {"key": proposed_key(label, taken, "field"), "kind": guess.kind, "label": {locale: label}}
    options = dict(guess.options)
    if guess.kind == "choice":
        options["choices"] = _choices(options["choices"], locale)
    return {**made, **({"options": options} if options else {})}


def _choices(found: list[Mapping[str, str]], locale: str) -> list[Json]:
    made: list[Json] = []
    taken: set[str] = set()
    for each in found:
        key = proposed_key(each["label"], taken, "option")
        taken.add(key)
        made.append({"key": key, "label": {locale: each["label"]}})
    return made


def _title(columns: list[Json], seen: Seen) -> str | None:
    """The first text that is nearly always there and hardly ever comes twice, else the first text."""
    texts = _texts(columns)
    telling = (column for column in texts if column["filled"] >= 0.9 * seen.plan.rows and column["varied"])
    found = next(telling, next(iter(texts), None))
    return found["field"]["key"] if found else None
