"""What can be wrong with a condition; every error says where in the JSON (`and.0.value`)."""

from bulou.kit.errors import FieldProblem, Invalid


class BadCondition(Invalid):
    """Base: `at` is the path inside the condition, `""` its root."""

    code = "filter.bad_value"

    def __init__(self, at: str, **params: object) -> None:
        super().__init__(problems=[FieldProblem(at or "filter", self.code, params)], at=at, **params)
        self.at = at


class UnknownField(BadCondition):
    """No such field, or one that the caller may not read: both look the same. `field`."""

    code = "filter.unknown_field"


class UnknownOperator(BadCondition):
    """No such operator, or not for this type of field. `field`, `op`."""

    code = "filter.unknown_operator"


class BadValue(BadCondition):
    """The shape of the condition or a value in it cannot be used. `reason`."""

    code = "filter.bad_value"
