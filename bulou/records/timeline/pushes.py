"""Timeline: what a record became by a push, and what it was made of."""

from collections.abc import Iterable, Sequence
from typing import Any

from bulou.kit.words import say
from bulou.records.pushing.links import Link
from bulou.records.query.model import Wanted
from bulou.records.query.titles import reference, titles_of
from bulou.records.timeline.source import Before, Entry, Look, sources


class Pushes:
    """One entry for each push of the record, and one for each push that it came out of or was used by."""

    key = "push"

    def count(self, look: Look) -> int:
        """How many there are."""
        return len({link.batch_id for link in look.became}) + len(_once(look.came))

    def entries(self, look: Look, before: Before | None, limit: int) -> Sequence[Entry]:
        """The newest ones."""
        found = [entry for entry in _entries(look) if before is None or before.holds(entry.at, entry.id)]
        return sorted(found, key=lambda entry: (entry.at, entry.id), reverse=True)[:limit]


def _entries(look: Look) -> list[Entry]:
    """All of them: a record is pushed once, or some times in its life."""
    wanted = Wanted()
    for link in look.became:
        wanted.add(link.to_form, link.to_id)
    titles = titles_of(look.tx, look.actor, look.catalog, wanted)
    runs: dict[int, list[Link]] = {}
    for link in look.became:
        runs.setdefault(link.batch_id, []).append(link)
    entries = []
    for batch, run in runs.items():
        records = [
            {"how": link.how, **reference(titles, link.to_form, link.to_id, named=True)} for link in run
        ]
        data = {"push": _name(look, run[0]), "records": records, "batch": batch}
        entries.append(Entry(run[0].at, batch, "pushed", run[0].by, data=data))
    return [*entries, *(_came(look, link) for link in _once(look.came))]


def _once(found: Iterable[Link]) -> list[Link]:
    """A record may come out of two steps of one push."""
    return list({(link.batch_id, link.form, link.record_id): link for link in found}.values())


def _came(look: Look, link: Link) -> Entry:
    data: dict[str, Any] = {"push": _name(look, link), "how": link.how, "batch": link.batch_id}
    source = {"form": link.form, "id": link.record_id}
    return Entry(link.at, link.batch_id, "came_from", link.by, link.form, source, data)


def _name(look: Look, link: Link) -> str:
    """The push as it is called now; nothing where it is gone."""
    form = look.catalog.get(link.form)
    push = form.definition.push(link.push) if form is not None else None
    return say(push.label, look.actor.locale) if push is not None else ""


sources.register(Pushes())
