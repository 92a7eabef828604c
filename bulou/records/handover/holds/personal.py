"""What is the person's own and of no use to others: notifications, followed records, preferences, answers kept."""

from sqlalchemy import func, select

from bulou.db.tables.records import follow, notification
from bulou.db.tx import Tx
from bulou.records.handover.contributed import Item, Possession, possessions


def unread(tx: Tx, person_id: int) -> list[Item]:
    """Unread ones, as one figure."""
    c = notification.c
    query = (
        select(func.count()).select_from(notification).where(c.person_id == person_id, c.read_at.is_(None))
    )
    count = tx.value(query) or 0
    return [Item("unread", str(count))] if count else []


def followed(tx: Tx, person_id: int) -> list[Item]:
    """Records followed, by form."""
    c = follow.c
    query = select(c.form, func.count()).where(c.person_id == person_id).group_by(c.form).order_by(c.form)
    return [Item(form, f"{form} · {count}") for form, count in tx.rows(query)]


possessions.register(
    Possession(
        key="notifications",
        label={"zh-CN": "未读通知", "en-US": "Unread notifications"},
        fate="stays",
        covers={"notification.person_id": "told to this person; others hear of what they get themselves"},
        held=unread,
        order=70,
    )
)
possessions.register(
    Possession(
        key="followed",
        label={"zh-CN": "关注的记录", "en-US": "Followed records"},
        fate="stays",
        covers={"follow.person_id": "whoever is interested follows for themselves"},
        held=followed,
        order=71,
    )
)
possessions.register(
    Possession(
        key="preferences",
        label={"zh-CN": "个人设置", "en-US": "Personal settings"},
        fate="stays",
        covers={
            "preference.person_id": "how their own pages look",
            "idempotency.actor_id": "answers to their own repeated requests, gone within a day",
            "notice_choice.person_id": "how they want to hear of news",
            "notice_mute.person_id": "what they do not want to hear of",
            "delivery.person_id": "what was sent to them",
            "delivery.by": "who hears of it when it fails",
            "channel.changed_by": "who set it up",
            "person_department.person_id": "where they belong; reports go on counting them there",
            "person.merged_into": "who they turned out to be",
        },
        order=72,
    )
)
