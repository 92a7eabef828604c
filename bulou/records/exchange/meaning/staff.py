"""A list of people as a file: the columns that `user` takes although nobody writes it as a form."""

from bulou.forms.form import PEOPLE, Form
from bulou.records.exchange.meaning import lexicon
from bulou.records.exchange.meaning.targets import Target

NAME, DEPARTMENT, HEAD, EMAIL, PHONE = "name", "department", "head", "email", "phone"
_WORDS = {
    NAME: ("person_name", "owner"),
    DEPARTMENT: ("department",),
    HEAD: ("head",),
    EMAIL: ("email",),
    PHONE: ("phone",),
}
_KINDS = {NAME: "text", EMAIL: "email", PHONE: "phone"}  # what their values have to look like


def is_staff(form: Form) -> bool:
    """True for the form of people."""
    return form.key == PEOPLE


def targets(form: Form) -> list[Target]:
    """What the columns of a list of people may fill."""
    found = []
    for key, lists in _WORDS.items():
        bound = form.bound(key)
        names = (
            *bound.definition.label.values(),
            key,
            *(word for each in lists for word in lexicon.words(each)),
        )
        found.append(Target(key, _KINDS.get(key, bound.kind.key), names, bound, title=key == NAME))
    return found
