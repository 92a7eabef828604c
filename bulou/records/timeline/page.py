"""One page of a timeline: what the sources have, merged by time."""

from collections.abc import Collection
from typing import Any

from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.fields.kind import kinds
from bulou.forms.form import PEOPLE, Form
from bulou.kit import paging
from bulou.kit.protocols import Actor
from bulou.records.query.model import Wanted
from bulou.records.query.one import may_read
from bulou.records.query.secure import sight
from bulou.records.query.titles import reference, titles_of
from bulou.records.timeline.papers import with_activities
from bulou.records.timeline.source import Before, Entry, Look, Source, sources

MOST = 100
SORT = "timeline"


def timeline(
    tx: Tx,
    actor: Actor,
    form: Form,
    id_: int,
    *,
    kinds_: Collection[str] | None = None,
    cursor: str | None = None,
    limit: int = 30,
    count: bool = True,
) -> dict[str, Any]:
    """`{items, next, counts, total}`; `kinds_` are names of sources (activity, change, stage, comment, file …).

    An item is `{kind, id, at, by, form?, record?, data, may}`. RecordNotFound for who may not see the record.
    """
    may_read(tx, actor, form, id_)
    files_apart = kinds_ is not None and "file" in kinds_ and "activity" not in kinds_
    look = Look(tx, actor, catalogs.load(tx), form, id_, sight(tx, actor, form), files_apart)
    chosen = [source for source in sources if kinds_ is None or source.key in kinds_]
    limit = min(limit, MOST)
    place = paging.decode(cursor, SORT, 3) if cursor else None
    found = [(source.key, entry) for source in chosen for entry in _some(look, source, place, limit + 1)]
    found.sort(key=lambda pair: (pair[1].at, _backwards(pair[0]), pair[1].id), reverse=True)
    page = found[:limit]
    next_ = None
    if len(found) > limit:
        key, last = page[-1]
        next_ = paging.encode(SORT, [last.at, key, last.id])
    answer: dict[str, Any] = {"items": _told(look, [entry for _key, entry in page]), "next": next_}
    if count:
        counts = {source.key: source.count(look) for source in sources}
        answer["counts"] = counts
        answer["total"] = sum(counts.values()) - with_activities(look)  # those stand in their activities
    return answer


def _backwards(key: str) -> tuple[int, ...]:
    """Sorted downwards, sources of one moment stand in the order of their keys."""
    return tuple(-ord(character) for character in key)


def _some(look: Look, source: Source, place: list[Any] | None, limit: int) -> list[Entry]:
    if place is None:
        return list(source.entries(look, None, limit))
    at, key, id_ = place
    if source.key == key:
        before = Before(at, id_)
    else:
        before = Before(at, None if source.key > key else 0)
    return list(source.entries(look, before, limit))


def _told(look: Look, entries: list[Entry]) -> list[dict[str, Any]]:
    wanted = Wanted()
    for entry in entries:
        if entry.by is not None:
            wanted.add(PEOPLE, entry.by)
        if entry.record is not None:
            wanted.add(entry.record["form"], entry.record["id"])
    titles = titles_of(look.tx, look.actor, look.catalog, wanted)
    present, zone = kinds["datetime"].present, look.seen.context.zone
    items = []
    for entry in entries:
        item: dict[str, Any] = {"kind": entry.kind, "id": entry.id, "at": present(entry.at, zone)}
        item["by"] = None if entry.by is None else reference(titles, PEOPLE, entry.by)
        if entry.form is not None:
            item["form"] = entry.form
        if entry.record is not None:
            item["record"] = reference(titles, entry.record["form"], entry.record["id"], named=True)
        items.append({**item, "data": dict(entry.data), "may": list(entry.may)})
    return items
