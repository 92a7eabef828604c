"""What was said, done and changed on a record: timeline, history, comments, followers."""

from typing import Any

from pydantic import Field

from bulou.api.call import Answer, Call, refused
from bulou.api.doors import Doors, number, text
from bulou.api.routes.records import CURSOR, form_of
from bulou.api.shapes import OBJECT, Strict
from bulou.records import comments, follow, history, query
from bulou.records.timeline import timeline

doors = Doors("story")

FAR = 2**31 - 1


class CommentBody(Strict):
    """A comment; `mentions` are ids of people."""

    body: str = Field(max_length=20_000)
    mentions: list[int] = Field(default_factory=list, max_length=50)


TIMELINE = [text("kinds", "Kinds of entries by comma"), CURSOR, number("limit", most=100)]


@doors.get("/records/{form}/{id}/timeline", "get_timeline", carries="records", query=TIMELINE, answer=OBJECT)
def get_timeline(call: Call) -> dict[str, Any]:
    """One page of everything that happened, the newest first."""
    return timeline(
        call.tx,
        call.actor,
        form_of(call),
        call.id(),
        kinds_=call.words("kinds"),
        cursor=call.text("cursor", most=4000),
        limit=call.number("limit", 50, most=100),
    )


@doors.get(
    "/records/{form}/{id}/history",
    "get_history",
    carries="records",
    query=[number("before", most=FAR), number("limit", most=100)],
    answer=OBJECT,
)
def get_history(call: Call) -> dict[str, Any]:
    """Every change, field by field."""
    before = call.number("before", 0, least=0, most=999_999_999)
    limit = call.number("limit", 50, most=100)
    return history.entries(call.tx, call.actor, form_of(call), call.id(), before=before or None, limit=limit)


@doors.post(
    "/records/{form}/{id}/comments",
    "add_comment",
    carries="records",
    status=201,
    body=CommentBody,
    answer=OBJECT,
)
def add_comment(call: Call) -> Answer:
    """Comment on a record; people mentioned are told, if they may see it."""
    form, id_ = form_of(call), call.id()
    require_seen(call, form, id_)
    body = call.model(CommentBody)
    return Answer(comments.add(call.tx, call.actor, form, id_, body.body, checked_ids(body.mentions)), 201)


def require_seen(call: Call, form: Any, id_: int) -> None:
    """RecordNotFound before anything is said about the body."""
    query.may_read(call.tx, call.actor, form, id_)


def checked_ids(ids: list[int]) -> list[int]:
    """Ids that a database can hold."""
    if any(not 0 < id_ < 2**63 for id_ in ids):
        raise refused("mentions", "fields.not_an_id")
    return ids


@doors.patch("/comments/{id}", "change_comment", carries="records", body=CommentBody, answer=OBJECT)
def change_comment(call: Call) -> dict[str, Any]:
    """Other words for a comment of one's own."""
    id_ = call.id()
    body = call.model(CommentBody)
    return comments.change(call.tx, call.actor, id_, body.body, checked_ids(body.mentions))


@doors.delete("/comments/{id}", "delete_comment", carries="records")
def delete_comment(call: Call) -> None:
    """Take back a comment."""
    comments.remove(call.tx, call.actor, call.id())


@doors.post("/records/{form}/{id}/follow", "follow_record", carries="records", status=204)
def follow_record(call: Call) -> None:
    """Be told what happens to a record."""
    follow.follow(call.tx, call.actor, form_of(call), call.id())


@doors.delete("/records/{form}/{id}/follow", "unfollow_record", carries="records")
def unfollow_record(call: Call) -> None:
    """Be told no more."""
    follow.unfollow(call.tx, call.actor, form_of(call), call.id())
