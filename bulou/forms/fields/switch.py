"""Switch: yes or no."""

from typing import Any

from bulou.forms.fields.choice import shown
from bulou.forms.fields.kind import CellContext, Col, FieldKind, Reading, kinds, words
from bulou.forms.model import FieldDef
from bulou.forms.values.strings import cell_text
from bulou.kit.errors import FieldError
from bulou.kit.text import fold

YES = frozenset(
    (
        *("是", "有", "对", "已", "开", "启用", "需要", "已完成", "√", "✓", "✔", "☑"),
        *("y", "yes", "1", "true", "t", "on", "ok"),
    )
)
NO = frozenset(
    (
        *(
            "否",
            "无",
            "没有",
            "错",
            "未",
            "关",
            "停用",
            "不需要",
            "不是",
            "不",
            "未完成",
            "×",
            "✗",
            "✘",
            "☐",
            "-",
        ),
        *("n", "no", "0", "false", "f", "off", "x"),
    )
)
_ANSWERS = {"zh-CN": ("否", "是")}


class Switch(FieldKind):
    """Yes or no; empty counts as no in conditions."""

    key = "switch"
    label = words("开关", "Switch")
    operand = "switch"
    operators = ("eq",)
    groupable = True

    def columns(self, field: FieldDef) -> tuple[Col, ...]:
        return (Col(field.key, "integer"),)

    def check(self, field: FieldDef, value: Any) -> int | None:
        if value is None or value == "":
            return None
        if not isinstance(value, bool):
            raise FieldError("fields.not_yes_or_no")
        return int(value)

    def dump(self, field: FieldDef, stored: Any) -> bool | None:
        return None if stored is None else bool(stored)

    def read_cell(self, field: FieldDef, cell: Any, context: CellContext) -> Reading:
        text = fold(cell_text(cell)[:40])
        if not text:
            return Reading()
        if text in YES:
            return Reading(True)
        if text in NO:
            return Reading(False)
        return Reading(problem="fields.not_yes_or_no", params={"text": shown(text)})

    def write_cell(self, field: FieldDef, value: Any, context: CellContext) -> Any:
        return None if value is None else _ANSWERS.get(context.locale, ("No", "Yes"))[bool(value)]

    def sample(self, field: FieldDef) -> bool:
        return True


kinds.register(Switch())
