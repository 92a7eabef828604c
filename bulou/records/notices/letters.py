"""Notices as letters and SMS, written when they are sent, with the rights that the receiver has then."""

import html
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import select

from bulou.connect.deliveries import Drawing, Drawn, drawings
from bulou.db import settings_table
from bulou.db.tables.records import notification
from bulou.db.tx import Tx
from bulou.kit.errors import AppError
from bulou.kit.protocols import Actor
from bulou.people import actors
from bulou.records.notices.said import Said, said
from bulou.words import sentence

MOST = 100  # notices of a digest
CHOICES = "/settings/notices"


def draw_one(tx: Tx, row: Any, url: str) -> Drawn | None:
    """One notice; nothing where it was read meanwhile, or its receiver is gone."""
    id_ = orjson.loads(row.payload).get("notice")
    found = tx.one(select(notification).where(notification.c.id == id_))
    reader = _reader(tx, row)
    if found is None or found.read_at is not None or reader is None:
        return None
    told = said(tx, reader, found, reader.locale)
    return Drawn(told.title, _text([told], url, reader.locale), _html([told], url, reader.locale))


def draw_digest(tx: Tx, row: Any, url: str) -> Drawn | None:
    """All that this digest is to tell and nobody has read yet."""
    reader = _reader(tx, row)
    c = notification.c
    query = select(notification).where(c.delivery_id == row.id, c.read_at.is_(None)).order_by(c.id.desc())
    rows = tx.rows(query.limit(MOST))
    if not rows or reader is None:
        return None
    told = [said(tx, reader, each, reader.locale) for each in rows]
    name = settings_table.get(tx, "name", "")
    subject = sentence("mail.digest.subject", {"count": len(told), "workspace": name}, reader.locale) or ""
    return Drawn(subject, _text(told, url, reader.locale), _html(told, url, reader.locale))


def _reader(tx: Tx, row: Any) -> Actor | None:
    try:
        return None if row.person_id is None else actors.load(tx, row.person_id)
    except AppError:  # gone or disabled
        return None


def _text(told: Sequence[Said], url: str, locale: str) -> str:
    parts = []
    for each in told:
        lines = [
            each.title,
            *([each.detail] if each.detail else []),
            *([_link(each, url)] if each.link else []),
        ]
        parts.append("\n".join(lines))
    foot = sentence("mail.notice.foot", {"link": url + CHOICES}, locale) or ""
    return "\n\n".join([*parts, f"-- \n{foot}"])


def _html(told: Sequence[Said], url: str, locale: str) -> str:
    """The same; every word of it escaped."""
    parts = []
    for each in told:
        title = html.escape(each.title)
        if each.link and url:
            title = f'<a href="{html.escape(_link(each, url))}">{title}</a>'
        detail = f"<br>{html.escape(each.detail)}" if each.detail else ""
        parts.append(f"<p>{title}{detail}</p>")
    foot = html.escape(sentence("mail.notice.foot", {"link": url + CHOICES}, locale) or "")
    return f'<html><body>{"".join(parts)}<hr><p style="color:#667">{foot}</p></body></html>'


def _link(each: Said, url: str) -> str:
    link = each.link or ""
    return link if "://" in link else url + link


drawings.register(Drawing("notice", draw_one))
drawings.register(Drawing("digest", draw_digest))
