"""Families of notices: what people choose channels for. A kind belongs to the family of its longest prefix."""

from dataclasses import dataclass

from bulou.db.contributed import Contributed
from bulou.kit.words import Words


@dataclass(frozen=True)
class Family:
    """`prefixes` of kinds; `mail`: how it reaches people who chose nothing (`now`, `digest`, `off`). One that is
    `inside` stays in the product, one that is `loud` waits for no quiet hours and cannot be switched off."""

    key: str
    label: Words
    prefixes: tuple[str, ...]
    mail: str = "off"
    inside: bool = False
    loud: bool = False
    order: int = 50


families: Contributed[Family] = Contributed()
OTHER = "other"


def family_of(kind: str) -> Family:
    """The family of a kind of notice."""
    found, length = None, -1
    for each in families:
        for prefix in each.prefixes:
            whole = kind == prefix or kind.startswith(f"{prefix}.")
            if whole and len(prefix) > length:
                found, length = each, len(prefix)
    return found or families[OTHER]


def ordered() -> list[Family]:
    """Those that people choose for."""
    return sorted((each for each in families if not each.inside), key=lambda each: (each.order, each.key))


for _each in (
    Family("mention", {"zh-CN": "提到我", "en-US": "Mentions of me"}, ("mention",), "now", order=10),
    Family("task", {"zh-CN": "任务与提醒", "en-US": "Tasks and reminders"}, ("task",), "now", order=15),
    Family("rule", {"zh-CN": "自动规则的通知", "en-US": "Notices of rules"}, ("rule",), "now", order=20),
    Family("pool", {"zh-CN": "公海", "en-US": "Pools"}, ("pool",), "digest", order=25),
    Family("followed", {"zh-CN": "我关注的记录", "en-US": "Records I follow"}, ("followed",), order=30),
    Family("sharing", {"zh-CN": "共享与团队", "en-US": "Shares and teams"}, ("record",), "digest", order=35),
    Family("handover", {"zh-CN": "交接", "en-US": "Handovers"}, ("handover",), "now", order=40),
    Family("absence", {"zh-CN": "代理", "en-US": "Standing in"}, ("substitute",), "now", order=45),
    Family(
        "work",
        {"zh-CN": "导入、导出与批量", "en-US": "Imports, exports, bulk changes"},
        ("import", "export", "bulk", "undo", "duplicates"),
    ),
    Family(
        "security",
        {"zh-CN": "账号安全", "en-US": "Safety of my account"},
        ("sign_in", "second_factor"),
        "now",
        loud=True,
        order=90,
    ),
    Family(OTHER, {"zh-CN": "其他", "en-US": "Anything else"}, (), order=95),
    Family("sending", {"zh-CN": "发送失败", "en-US": "Failed sending"}, ("delivery", "channel"), inside=True),
):
    families.register(_each)
