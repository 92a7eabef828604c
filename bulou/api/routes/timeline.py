"""What happened to a record: its timeline, its history, comments, following."""

from typing import Any

from pydantic import Field

from bulou.api.call import Call
from bulou.api.doors import Doors, number, text
from bulou.api.routes.records import form_of
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.records import comments, files, follow, history
from bulou.records.timeline import timeline

doors = Doors("records")

LIMIT = number("limit", most=100)


class Comment(Strict):
    """Words about a record and the people they are meant for."""

    body: str = Field(min_length=1, max_length=comments.LONGEST)
    mentions: list[int] = Field(default_factory=list, max_length=comments.MOST_MENTIONS)


class NewComment(Comment):
    """With uploaded files that are hung on the record."""

    files: list[int] = Field(default_factory=list, max_length=files.MOST_AT_ONCE)


@doors.get(
    "/records/{form}/{id}/timeline",
    "get_timeline",
    carries="records",
    query=[text("kinds", "activity, change, stage, comment, file by comma"), text("cursor"), LIMIT],
    answer=OBJECT,
)
def get_timeline(call: Call) -> dict[str, Any]:
    """Everything that ever happened, the newest first."""
    cursor = call.text("cursor", most=400)
    return timeline(
        call.tx,
        call.actor,
        form_of(call),
        call.id(),
        kinds_=call.words("kinds"),
        cursor=cursor,
        limit=call.number("limit", 30, most=100),
    )


@doors.get(
    "/records/{form}/{id}/history",
    "get_history",
    carries="records",
    query=[number("before", most=2**53), LIMIT],
    answer=ITEMS,
)
def get_history(call: Call) -> dict[str, Any]:
    """Field changes with before and after."""
    before = call.number("before", 0, least=0, most=2**31 - 1) or None
    limit = call.number("limit", 50, most=100)
    return history.entries(call.tx, call.actor, form_of(call), call.id(), before=before, limit=limit)


@doors.post(
    "/records/{form}/{id}/comments",
    "add_comment",
    carries="records",
    status=201,
    body=NewComment,
    answer=OBJECT,
)
def add_comment(call: Call) -> dict[str, Any]:
    """Say something about a record; those mentioned are told."""
    form, id_ = form_of(call), call.id()
    body = call.model(NewComment)
    added = comments.add(call.tx, call.actor, form, id_, body.body, body.mentions)
    if body.files:
        files.attach(call.tx, call.actor, form, id_, body.files)
    return added


@doors.patch("/comments/{id}", "change_comment", carries="records", body=Comment, answer=OBJECT)
def change_comment(call: Call) -> dict[str, Any]:
    """Other words for a comment of one's own."""
    body = call.model(Comment)
    return comments.change(call.tx, call.actor, call.id(), body.body, body.mentions)


@doors.delete("/comments/{id}", "remove_comment", carries="records")
def remove_comment(call: Call) -> None:
    """Take back a comment of one's own."""
    comments.remove(call.tx, call.actor, call.id())


@doors.post("/records/{form}/{id}/follow", "follow_record", carries="own", status=204)
def follow_record(call: Call) -> None:
    """Hear of moves, new owners and comments."""
    follow.follow(call.tx, call.actor, form_of(call), call.id())


@doors.delete("/records/{form}/{id}/follow", "unfollow_record", carries="own")
def unfollow_record(call: Call) -> None:
    """Hear of it no longer."""
    follow.unfollow(call.tx, call.actor, form_of(call), call.id())
