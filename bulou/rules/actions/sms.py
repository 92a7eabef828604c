"""Send an SMS: to people of ours, and to a number; carriers take approved templates with short values."""

from collections.abc import Iterator, Mapping

from pydantic import Field, model_validator

from bulou.connect.deliveries import Delivery
from bulou.kit.errors import FieldProblem
from bulou.kit.protocols import Actor
from bulou.records.actions import ActionKind, Checking, Doing, Json, Options, actions
from bulou.rules.errors import NobodyThere
from bulou.rules.notices import may_hear, reader_of
from bulou.rules.people import Whom, check_people, paths_of
from bulou.rules.sending import check_channel, put, reached_at

PURPOSE = "sms"


class Sms(Options):
    """`people` of ours, `to`: a number, most often `{phone}`; `template` of the provider with its `values`, or a `text`
    for the channel's own template."""

    people: list[Whom] = Field(default_factory=list, max_length=20)
    to: str = Field(default="", max_length=200)
    text: str = Field(default="", max_length=500)
    template: str = Field(default="", max_length=60)
    values: dict[str, str] = Field(default_factory=dict, max_length=20)
    channel: str = Field(default="", max_length=60)

    @model_validator(mode="after")
    def _whole(self) -> "Sms":
        if not self.people and not self.to:
            raise ValueError("somebody to write to")
        if not self.text and not self.template:
            raise ValueError("a text or a template")
        return self


def do(doing: Doing, options: Sms) -> Json:
    """One SMS each, queued with this step. NobodyThere."""
    sent, not_told = [], []
    for person_id in doing.fill.people(options.people):
        reader = reader_of(doing.tx, person_id)
        number = reached_at(doing.tx, person_id, "phone")
        if reader is None or not number or not may_hear(doing.tx, reader, doing.form, doing.record_id):
            not_told.append(person_id)
            continue
        sent.append(_put(doing, options, number, reader, f"p{person_id}"))
    number = doing.fill.text(options.to).strip()
    if number:
        sent.append(_put(doing, options, number, None, "to"))
    if not sent:
        raise NobodyThere()
    text = {"text": doing.fill.text(options.text)} if doing.dry else {}
    return {"deliveries": sent, "not_told": not_told, **text}


def _put(doing: Doing, options: Sms, number: str, reader: Actor | None, mark: str) -> int:
    payload: Mapping[str, object] = {}
    if options.template:
        values = {key: doing.fill.text(text, reader=reader) for key, text in options.values.items()}
        payload = {"template": options.template, "values": values}
    text = doing.fill.text(options.text, reader=reader)
    person_id = reader.person_id if reader is not None else None
    message = Delivery(options.channel or PURPOSE, number, text=text, payload=payload, person_id=person_id)
    return put(doing, message, mark)


def check(checking: Checking, options: Sms) -> Iterator[FieldProblem]:
    """No provider, people who are not there."""
    yield from check_channel(checking, "channel", options.channel, PURPOSE)
    yield from check_people(checking, "people", options.people)


actions.register(
    ActionKind(
        "sms",
        {"zh-CN": "发短信", "en-US": "Send an SMS"},
        Sms,
        do,
        check=check,
        uses=lambda form, options: [(form or "", path) for path in paths_of(options.people)],
        hints={
            "people": {"zh-CN": "发给谁", "en-US": "To people"},
            "to": {"zh-CN": "发到号码", "en-US": "To a number"},
            "text": {"zh-CN": "内容", "en-US": "Text"},
            "template": {"zh-CN": "模板编号", "en-US": "Template"},
            "values": {"zh-CN": "模板变量", "en-US": "Its values"},
            "channel": {"zh-CN": "通道", "en-US": "Channel"},
        },
        order=61,
    )
)
