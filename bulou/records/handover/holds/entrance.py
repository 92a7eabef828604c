"""What lets the person in: sessions and API tokens end with the account, roles stay without effect."""

import orjson
from sqlalchemy import select

from bulou.db.tables.people import person_role, role
from bulou.db.tx import Tx
from bulou.kit.clock import instant
from bulou.people import devices, feeds, sessions, tokens
from bulou.records.handover.contributed import Item, Possession, possessions


def tokens_held(tx: Tx, person_id: int) -> list[Item]:
    """Tokens that are alive."""
    now = instant(tx.now)
    alive = [
        each
        for each in tokens.listing(tx, person_id)
        if each["revoked_at"] is None and each["expires_at"] > now
    ]
    return [Item(each["id"], each["name"], note=each["used_at"]) for each in alive]


def feeds_held(tx: Tx, person_id: int) -> list[Item]:
    """Addresses of the calendar that are alive."""
    return [Item(each["id"], each["name"], note=each["used_at"]) for each in feeds.listing(tx, person_id)]


def sessions_held(tx: Tx, person_id: int) -> list[Item]:
    """Where the person is signed in."""
    return [
        Item(each["id"][:12], devices.said(each["agent"]), note=each["seen_at"])
        for each in sessions.listing(tx, person_id)
    ]


def roles_held(tx: Tx, person_id: int) -> list[Item]:
    """Roles by key."""
    query = select(role.c.key, role.c.label).join(person_role, person_role.c.role_key == role.c.key)
    rows = tx.rows(query.where(person_role.c.person_id == person_id).order_by(role.c.key))
    return [Item(key, _label(label), "/settings/people") for key, label in rows]


def _label(text: str) -> dict[str, str]:
    found: dict[str, str] = orjson.loads(text)
    return found


possessions.register(
    Possession(
        key="tokens",
        label={"zh-CN": "API 令牌", "en-US": "API tokens"},
        fate="ends",
        covers={"token.person_id": "revoked with the account"},
        held=tokens_held,
        order=60,
    )
)
possessions.register(
    Possession(
        key="calendar_feeds",
        label={"zh-CN": "日历订阅地址", "en-US": "Addresses of the calendar"},
        fate="ends",
        covers={"calendar_feed.person_id": "revoked with the account"},
        held=feeds_held,
        order=66,
    )
)
possessions.register(
    Possession(
        key="sessions",
        label={"zh-CN": "登录中的设备", "en-US": "Signed-in devices"},
        fate="ends",
        covers={
            "session.person_id": "ended with the account",
            "session.looks_as": "an administrator's look ends with their session",
        },
        held=sessions_held,
        order=61,
    )
)
possessions.register(
    Possession(
        key="roles",
        label={"zh-CN": "角色", "en-US": "Roles"},
        fate="stays",
        covers={
            "person_role.person_id": "without effect while the account is disabled; roles are not handed on"
        },
        held=roles_held,
        order=62,
    )
)
possessions.register(
    Possession(
        key="invitations",
        label={"zh-CN": "未用的邀请链接", "en-US": "Open invitations"},
        fate="ends",
        covers={"invitation.person_id": "an open link ends with the account"},
        order=63,
    )
)
possessions.register(
    Possession(
        key="half_sessions",
        label={"zh-CN": "登录到一半的设备", "en-US": "Half signed-in devices"},
        fate="ends",
        covers={"half_session.person_id": "ended with the account"},
        order=64,
    )
)
possessions.register(
    Possession(
        key="proofs",
        label={"zh-CN": "两步验证和企业账号", "en-US": "Second factor and organisation account"},
        fate="stays",
        covers={
            "second_factor.person_id": "opens nothing while the account is disabled; nobody else's",
            "recovery_code.person_id": "the same",
            "outside_identity.person_id": "the same",
            "known_device.person_id": "only spares the person waiting and news",
        },
        order=65,
    )
)
