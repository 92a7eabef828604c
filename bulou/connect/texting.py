"""What is common to SMS: approved templates with values in them, never free text; numbers as providers want them."""

from collections.abc import Mapping
from dataclasses import dataclass

from bulou.connect import asking
from bulou.connect.outcome import Fate, Trouble
from bulou.connect.service import Option, Outgoing, Told
from bulou.kit.phone import parse_phone

LONGEST_VALUE = 35  # characters: what the carriers let a variable hold
TEMPLATE = (
    Option("sign", {"zh-CN": "短信签名", "en-US": "Signature"}),
    Option(
        "template",
        {"zh-CN": "通知模板编号", "en-US": "Template for notices"},
        hint={
            "zh-CN": "已审核、只有一个变量的模板，通知的标题填在里面",
            "en-US": "An approved template with one variable, which takes the title of a notice",
        },
    ),
    Option(
        "variable",
        {"zh-CN": "模板变量名", "en-US": "Its variable"},
        required=False,
        default="content",
    ),
)


@dataclass(frozen=True)
class Message:
    """One SMS: `phone` with its country (`+86…`), a template and its values in order."""

    phone: str
    template: str
    values: Mapping[str, str]


def message(told: Told, out: Outgoing) -> Message:
    """What is to be sent; Trouble `refused` for a number that is none."""
    phone = _phone(out.to)
    template = out.payload.get("template")
    if isinstance(template, str) and template:
        given = out.payload.get("values") or {}
        values = given if isinstance(given, Mapping) else {}
        return Message(phone, template, {str(key): str(text) for key, text in values.items()})
    text = " ".join((out.text or out.subject).split())
    short = text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
    return Message(phone, told["template"], {told["variable"] or "content": short})


def _phone(text: str) -> str:
    found = parse_phone(text)
    if found is None or not found.mobile:
        raise Trouble("refused", "bad_phone")
    return found.text if found.text.startswith("+") else f"+86{found.key}"


def fate_of(away: str | tuple[str, ...], later: str | tuple[str, ...], code: str) -> Fate:
    """What a provider's refusal means: by how its code begins: the channel is away, or a try may come later."""
    if code.startswith(away):
        return "away"
    return "later" if code.startswith(later) else "refused"


def check_endpoint(options: Mapping[str, str]) -> Mapping[str, str]:
    """An endpoint is an address."""
    there = options["endpoint"]
    return {"endpoint": "fields.not_a_link"} if there and not asking.web_address(there) else {}
