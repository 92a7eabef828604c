"""What goes outside to a person: every notice of theirs as a letter of its own, and all of them as a digest; and a
notice that asks for every field of a record, whether they may read it or not."""

from types import SimpleNamespace

from sqlalchemy import select, update

from bulou.api.drill.probe import Knocker, Probe, doors, probes
from bulou.connect.deliveries import drawings
from bulou.db.tables.records import notification
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.people import notices

COVERS = ("drawing:notice", "drawing:digest", "handler:connect.fan_out", *doors("list_notice_threads"))
DIGEST = -1
TEXT = "drill.letter"


def knock(k: Knocker) -> None:
    """Write them, and look through what would be sent."""
    person_id = k.person.id
    if person_id is None:
        return
    things = [(thing.form, thing.id) for thing in k.things()]

    def work(tx: Tx) -> list[str]:
        for form_key, id_ in things:
            form = catalogs.load(tx).get(form_key)
            if form is not None:
                body = {"template": " ".join(f"{{{key}}}" for key in form.by_key)}
                notices.tell(tx, person_id, TEXT, body, form=form_key, record_id=id_)
        c = notification.c
        mine = update(notification).where(c.person_id == person_id).values(delivery_id=DIGEST, read_at=None)
        tx.execute(mine)
        ids = [row[0] for row in tx.rows(select(c.id).where(c.person_id == person_id))]
        rows = [("notice", f'{{"notice":{id_}}}') for id_ in ids] + [("digest", "{}")]
        drawn = [
            drawings[key].draw(tx, SimpleNamespace(id=DIGEST, person_id=person_id, payload=payload), "")
            for key, payload in rows
        ]
        return [f"{each.subject}\n{each.text}\n{each.html}" for each in drawn if each is not None]

    for text in k.world.scratch.do(work):
        k.look("list_notifications", text.encode(), "a letter")
    k.counted("list_notifications")
    k.ask("list_notice_threads", query={"limit": "200"})


probes.register(Probe("letters", COVERS, knock))
