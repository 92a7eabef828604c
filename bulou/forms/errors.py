"""What can be wrong with a definition."""

from bulou.kit.errors import Conflict, Invalid


class InvalidForm(Invalid):
    """The definition cannot be published; `problems` name the places. `form`."""

    code = "forms.invalid"


class FormChanged(Conflict):
    """Somebody published another version meanwhile. `form`, `version`."""

    code = "forms.changed"


class ValuesNotUnique(Invalid):
    """A field cannot become unique: live records share a value. `form`, `field`."""

    code = "forms.values_not_unique"
