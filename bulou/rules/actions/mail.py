"""Send a letter: to people of ours, each with what they may read of it, and to addresses."""

from collections.abc import Iterator

from pydantic import Field, model_validator

from bulou.connect.deliveries import Delivery
from bulou.kit.errors import FieldProblem
from bulou.kit.protocols import Actor
from bulou.records.actions import ActionKind, Checking, Doing, Json, Options, actions
from bulou.rules.errors import NobodyThere
from bulou.rules.notices import may_hear, reader_of
from bulou.rules.people import Whom, check_people, paths_of
from bulou.rules.sending import addresses, check_channel, put, reached_at

PURPOSE = "mail"


class Mail(Options):
    """`people` of ours, `to`: addresses by commas, often `{email}`; `subject`, `text`. `channel`: by which server."""

    people: list[Whom] = Field(default_factory=list, max_length=20)
    to: str = Field(default="", max_length=1000)
    subject: str = Field(min_length=1, max_length=300)
    text: str = Field(min_length=1, max_length=20_000)
    channel: str = Field(default="", max_length=60)

    @model_validator(mode="after")
    def _somebody(self) -> "Mail":
        if not self.people and not self.to:
            raise ValueError("somebody to write to")
        return self


def do(doing: Doing, options: Mail) -> Json:
    """One letter each, queued with this step. NobodyThere."""
    sent, not_told = [], []
    for person_id in doing.fill.people(options.people):
        reader = reader_of(doing.tx, person_id)
        address = reached_at(doing.tx, person_id, "email")
        if reader is None or not address or not may_hear(doing.tx, reader, doing.form, doing.record_id):
            not_told.append(person_id)
            continue
        sent.append(_put(doing, options, address, reader, f"p{person_id}"))
    for at, address in enumerate(addresses(doing.fill.text(options.to))):
        sent.append(_put(doing, options, address, None, f"a{at}"))
    if not sent:
        raise NobodyThere()
    text = {"subject": doing.fill.text(options.subject), "text": doing.fill.text(options.text)}
    return {"deliveries": sent, "not_told": not_told, **(text if doing.dry else {})}


def _put(doing: Doing, options: Mail, address: str, reader: Actor | None, mark: str) -> int:
    subject = doing.fill.text(options.subject, reader=reader)
    text = doing.fill.text(options.text, reader=reader)
    person_id = reader.person_id if reader is not None else None
    letter = Delivery(options.channel or PURPOSE, address, subject, text, person_id=person_id)
    return put(doing, letter, mark)


def check(checking: Checking, options: Mail) -> Iterator[FieldProblem]:
    """No server for letters, people who are not there."""
    yield from check_channel(checking, "channel", options.channel, PURPOSE)
    yield from check_people(checking, "people", options.people)


actions.register(
    ActionKind(
        "mail",
        {"zh-CN": "发邮件", "en-US": "Send mail"},
        Mail,
        do,
        check=check,
        uses=lambda form, options: [(form or "", path) for path in paths_of(options.people)],
        hints={
            "people": {"zh-CN": "发给谁", "en-US": "To people"},
            "to": {"zh-CN": "发到地址", "en-US": "To addresses"},
            "subject": {"zh-CN": "主题", "en-US": "Subject"},
            "text": {"zh-CN": "正文", "en-US": "Text"},
            "channel": {"zh-CN": "通道", "en-US": "Channel"},
        },
        order=60,
    )
)
