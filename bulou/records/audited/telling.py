"""Rows of the audit trail in words: who did what to what, from where, and every part before and after."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.kit.words import LOCALES, say
from bulou.people import directory
from bulou.records.audited.conditions import in_words
from bulou.records.audited.names import Names
from bulou.records.query.model import Titles, Wanted
from bulou.records.query.titles import titles_of

Json = dict[str, Any]

SILENT = frozenset({"changes", "agent"})  # told elsewhere
PEOPLE = frozenset(
    {"person", "owner", "into", "head_id", "person_id"}
    | {"substitute", "substitute_id", "receiver", "receivers"}
)
DEPARTMENTS = frozenset({"department", "parent", "parent_id", "department_id", "departments"})
FIELDS = frozenset({"fields", "columns", "change", "field"})
NAMED_BY_FAMILY = {"person": "person", "department": "department", "session": "person", "handover": "person"}
WORDED = frozenset(
    {"state", "kind", "scopes", "actions", "rows", "move", "level", "subject"}
    | {"via", "factor", "second_factor", "passwords", "ending"}
)
OF_FORMS = frozenset({"grants", "forms"})
LONGEST = 400  # letters of one value
SUBJECT = re.compile(r"(person|department|role):(\w+)")  # with whom a record is shared
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def tell(tx: Tx, actor: Actor, rows: Sequence[Mapping[str, Any]]) -> list[Json]:
    """Rows of `people.audit.read` as JSON: the columns, and `by`, `said`, `family`, `form_label`, `record`, `about`,
    `changes`, `via_label` in the reader's language."""
    names = Names(tx, actor, catalogs.load(tx))
    people = directory.names(tx, [row["person_id"] for row in rows if row["person_id"]])
    titles = _titles(names, rows)
    files = names.files(row["detail"].get("file") for row in rows)
    return [{**row, **_told(names, row, people, titles, files)} for row in rows]


def _titles(names: Names, rows: Sequence[Mapping[str, Any]]) -> Titles:
    wanted = Wanted()
    for row in rows:
        if row["form"] and row["record_id"] and names.catalog.get(row["form"]):
            wanted.add(row["form"], row["record_id"])
    return titles_of(names.tx, names.actor, names.catalog, wanted)


def _told(
    names: Names,
    row: Mapping[str, Any],
    people: Mapping[int, str],
    titles: Titles,
    files: Mapping[int, str],
) -> Json:
    family = row["action"].partition(".")[0]
    form = names.catalog.get(row["form"]) if row["form"] else None
    id_, record = row["person_id"], (row["form"], row["record_id"])
    title = titles.get(record)
    detail = _with_file(row["detail"], files)
    return {
        "by": {"id": id_, "title": people.get(id_)} if id_ else None,
        "said": names.word("do", row["action"]) or row["action"],
        "family": family,
        "form_label": names.form(row["form"]) if row["form"] else None,
        "record": {"form": record[0], "id": record[1], "title": title.title if title else None}
        if row["form"] and row["record_id"]
        else None,
        "about": list(_about(names, family, form, detail)),
        "changes": list(_changes(names, family, form, row["detail"].get("changes"))),
        "via_label": names.word("value", f"via.{row['via']}") if row["via"] else None,
    }


def _with_file(detail: Mapping[str, Any], files: Mapping[int, str]) -> Mapping[str, Any]:
    if "file" not in detail:
        return detail
    given = detail["file"]
    return {**detail, "file": files.get(given, given if isinstance(given, str) else f"#{given}")}


def _about(names: Names, family: str, form: Form | None, detail: Mapping[str, Any]) -> Iterator[Json]:
    named = detail.get("name") or detail.get("label")
    for key, value in detail.items():
        if key in SILENT or value in (None, [], {}, ""):
            continue
        if key == "id" and (named or family in NAMED_BY_FAMILY):
            if not named:
                kind = NAMED_BY_FAMILY[family]
                yield _part(names, kind, getattr(names, kind)(value), "about")
            continue
        if key == "fields" and "changes" in detail:
            continue
        yield _part(names, key, _value(names, form, key, value), "about")


def _part(names: Names, key: str, value: str, kind: str) -> Json:
    return {"key": key, "label": names.word(kind, key) or key, "value": value[:LONGEST]}


def _changes(names: Names, family: str, form: Form | None, changes: Any) -> Iterator[Json]:
    for path, pair in changes.items() if isinstance(changes, Mapping) else ():
        key = path.rpartition(".")[2]
        # Rows stay as they were written: those of the first sign-in rules name their two sides.
        before, after = (pair.get("before"), pair.get("after")) if isinstance(pair, Mapping) else pair
        yield {
            "path": path,
            "label": " › ".join(_path(names, form, path)),
            "before": None if before is None else _value(names, form, key, before),
            "after": None if after is None else _value(names, form, key, after),
        }


def _path(names: Names, form: Form | None, path: str) -> Iterator[str]:
    """The steps of a path in words; behind `grants` and `forms` comes the key of a form, whatever else is called so."""
    before, at = "", form
    for step in path.split("."):
        if before in OF_FORMS and names.catalog.get(step):
            at = names.catalog.get(step)
            yield names.form(step)
        elif before == "fields" and at is not None:
            yield names.field(at, step)
        else:
            yield _step(names, at, step)
        before = step


def _step(names: Names, form: Form | None, step: str) -> str:
    """One step of a path: a part of a definition, else the field, form or role of that name."""
    word = names.word("part", step)
    if word is not None:
        return word
    if form is not None and form.definition.field(step) is not None:
        return names.field(form, step)
    if form is not None and (stage := form.definition.stage(step)) is not None:
        return say(stage.label, names.locale)
    return names.form(step) if names.catalog.get(step) else step


def _value(names: Names, form: Form | None, key: str, value: Any) -> str:
    """One value as people read it."""
    if isinstance(value, bool):
        return names.word("value", "yes" if value else "no") or str(value)
    if value in ({}, [], ()):
        return _plain(names, form, key, None)
    if isinstance(value, Mapping):
        return _of_mapping(names, form, key, value)
    if isinstance(value, list | tuple):
        return _of_list(names, form, key, value)
    return _plain(names, form, key, value)


def _of_mapping(names: Names, form: Form | None, key: str, value: Mapping[str, Any]) -> str:
    if value and set(value) <= set(LOCALES):
        return say(value, names.locale)
    if key in ("filter", "when", "condition") or {"and", "or", "not"} & value.keys() or "op" in value:
        return in_words(names, form, value)
    if key == "records":
        return names.joined(f"{names.form(each)} {number}" for each, number in value.items())
    if key == "moved":  # by form, how many each receiver got
        return names.joined(f"{names.form(each)} {_sum(got)}" for each, got in value.items())
    if key == "move" and "to" in value:
        return names.word("value", f"move.{value['to']}") or str(value["to"])
    if "label" in value and isinstance(value["label"], Mapping):
        return say(value["label"], names.locale)
    if "actions" in value and isinstance(value.get("form"), str):
        return _grant(names, value)
    if key == "fields":
        return names.joined(f"{names.field(form, each)} {_access(names, one)}" for each, one in value.items())
    parts = [
        f"{_step(names, form, str(each))}: {_value(names, form, str(each), one)}"
        for each, one in value.items()
    ]
    return names.joined(parts)


def _sum(got: Any) -> Any:
    return sum(got.values()) if isinstance(got, Mapping) else got


def _grant(names: Names, grant: Mapping[str, Any]) -> str:
    """A grant of a role: what may be done with which records of a form, and with which fields."""
    form = names.catalog.get(grant["form"])
    parts = [_value(names, form, "actions", grant["actions"])]
    for key in ("rows", "change_rows", "fields"):
        if grant.get(key):
            parts.append(f"{names.word('part', key) or key}: {_value(names, form, key, grant[key])}")
    said = "; ".join(parts)
    return f"{names.word('part', 'deny')}: {said}" if grant.get("deny") else said


def _access(names: Names, level: Any) -> str:
    return names.word("value", f"access.{level}") or str(level)


def _of_list(names: Names, form: Form | None, key: str, value: Sequence[Any]) -> str:
    if key == "parts":
        return names.joined(_made(names, form, each) for each in value)
    if all(not isinstance(each, Mapping | list) for each in value):
        return names.joined(_plain(names, form, key, each) for each in value)
    return "; ".join(_value(names, form, key, each) for each in value)


def _made(names: Names, form: Form | None, part: Any) -> str:
    kind, field = part if isinstance(part, list) and len(part) == 2 else (part, None)
    said = names.word("value", f"parts.{kind}") or str(kind)
    return f"{names.field(form, field)} {said}" if field else said


def _plain(names: Names, form: Form | None, key: str, value: Any) -> str:
    if value is None:
        return names.word("value", "empty") or ""
    if key == "to" and isinstance(value, str) and (subject := SUBJECT.fullmatch(value)):
        kind, of = subject.groups()
        return names.role(of) if kind == "role" else str(getattr(names, kind)(int(of)))
    if key in PEOPLE and isinstance(value, int):
        return names.person(value)
    if key in DEPARTMENTS and isinstance(value, int):
        return names.department(value)
    if key in ("roles", "role", "default_for", "hidden_for"):
        role, _, until = str(value).partition(" (")  # one for a time carries its last day
        return f"{names.role(role)} ({until}" if until else names.role(role)
    if key in ("form", "forms"):
        return names.form(value)
    if key in FIELDS:
        return names.field(form, value)
    if key in WORDED and (word := names.word("value", f"{key}.{value}")):
        return word
    if isinstance(value, str):
        return names.moment(value) if INSTANT.fullmatch(value) else value
    return orjson.dumps(value, default=str).decode()
