"""Devices from which somebody has signed in: a cookie of their own tells them again, without saying who they are.

A sign-in from another device is told to the person. Guesses of strangers never make a known device wait.
"""

from sqlalchemy import delete, func, select

from bulou.db.tables.people import person
from bulou.db.tables.sign_in import known_device
from bulou.db.tx import Tx
from bulou.db.upsert import upsert
from bulou.kit.ids import fingerprint, secret
from bulou.people import notices

MOST = 50  # remembered of a person; the one longest unused goes first

_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("wxwork", "WeCom"),
    ("DingTalk", "DingTalk"),
    ("Lark", "Feishu"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("HarmonyOS", "HarmonyOS"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def said(agent: str | None) -> str:
    """`Chrome · Windows` of what a browser says about itself; its first word when that says nothing known."""
    if not agent:
        return "?"
    known = [next((name for mark, name in marks if mark in agent), None) for marks in (_BROWSERS, _SYSTEMS)]
    return " · ".join(each for each in known if each) or agent.split("/")[0][:40]


def is_known(tx: Tx, account: str, device: str | None) -> bool:
    """Whether this account has signed in with this device's cookie before."""
    if not device:
        return False
    c = known_device.c
    query = select(c.person_id).join(person, person.c.id == c.person_id)
    return (
        tx.value(query.where(person.c.account == account, c.device_hash == fingerprint(device))) is not None
    )


def note(tx: Tx, person_id: int, device: str | None, ip: str | None, agent: str | None) -> tuple[str, bool]:
    """Remember the device of a sign-in: (the secret of its cookie, whether the person is told that it is new).

    The first device of all is not told, nor is one that this person has used before.
    """
    c = known_device.c
    used = tx.value(select(func.count()).select_from(known_device).where(c.person_id == person_id)) or 0
    given = device if device and len(device) <= 100 else secret()
    id_hash = fingerprint(given)
    mine = (c.person_id == person_id) & (c.device_hash == id_hash)
    known = tx.value(select(c.first_at).where(mine)) is not None
    now = {"last_at": tx.now_text, "ip": ip and ip[:60], "agent": agent and agent[:200]}
    upsert(
        tx,
        known_device,
        [{"person_id": person_id, "device_hash": id_hash, "first_at": tx.now_text, **now}],
        now,
    )
    if known or not used:
        return given, False
    notices.tell_own(tx, person_id, "sign_in.new_device", {"device": said(agent), "ip": ip or "?"})
    _forget_oldest(tx, person_id)
    return given, True


def forget(tx: Tx, person_id: int) -> None:
    """None of a person's devices is known any more."""
    tx.execute(delete(known_device).where(known_device.c.person_id == person_id))


def _forget_oldest(tx: Tx, person_id: int) -> None:
    c = known_device.c
    mine = c.person_id == person_id
    kept = [
        row[0] for row in tx.rows(select(c.device_hash).where(mine).order_by(c.last_at.desc()).limit(MOST))
    ]
    tx.execute(delete(known_device).where(mine, c.device_hash.not_in(kept)))
