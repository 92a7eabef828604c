"""Comment on the record in the owner's name, and call people by it."""

from collections.abc import Iterator

from pydantic import Field

from bulou.kit.errors import FieldProblem
from bulou.records import comments
from bulou.records.actions import ActionKind, Checking, Doing, Json, Options, actions
from bulou.rules.errors import NoRecord
from bulou.rules.people import Whom, check_people, paths_of

MOST = 50


class Comment(Options):
    """`text`, and whom it calls."""

    text: str = Field(min_length=1, max_length=5000)
    mentions: list[Whom] = Field(default_factory=list, max_length=20)


def do(doing: Doing, options: Comment) -> Json:
    """Everybody who reads the record may read the comment: only what the runner may read is in it."""
    if doing.form is None or doing.record_id is None:
        raise NoRecord()
    people = doing.fill.people(options.mentions)[:MOST]
    text = doing.fill.text(options.text)
    made = comments.add(
        doing.tx, doing.who.actor, doing.form, doing.record_id, text, people, cause=doing.who.cause
    )
    return {
        "comment": made["id"],
        "people": people,
        "not_told": made["not_told"],
        **({"text": text} if doing.dry else {}),
    }


def check(checking: Checking, options: Comment) -> Iterator[FieldProblem]:
    """People who are not there."""
    yield from check_people(checking, "mentions", options.mentions)


actions.register(
    ActionKind(
        "comment",
        {"zh-CN": "评论并 @", "en-US": "Comment"},
        Comment,
        do,
        needs_record=True,
        check=check,
        uses=lambda form, options: [(form or "", path) for path in paths_of(options.mentions)],
        hints={
            "text": {"zh-CN": "内容", "en-US": "Text"},
            "mentions": {"zh-CN": "@谁", "en-US": "Whom it calls"},
        },
        order=40,
    )
)
