"""Departments: several nodes of the organisation."""

from bulou.forms.fields.kind import kinds, words
from bulou.forms.fields.people import People


class Departments(People):
    """Several departments, in order. `below` asks for any of them or of those under it."""

    key = "departments"
    label = words("部门多选", "Departments")
    group = "people"
    operand = "departments"
    operators = ("any", "all", "none", "below", "empty", "not_empty")
    target = "department"


kinds.register(Departments())
