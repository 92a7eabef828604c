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


class DraftChanged(Conflict):
    """Somebody else saved the draft meanwhile. `form`, `version`, `by` ({id, title} or None), `at`."""

    code = "forms.draft_changed"


class FormExists(Conflict):
    """The key is taken by another form, perhaps a deleted one. `form`."""

    code = "forms.exists"


class FormInUse(Conflict):
    """Others count on the form. `form`, `uses`: what names it."""

    code = "forms.in_use"


class ConversionFails(Conflict):
    """Values would be left empty by a change of type, and nobody agreed to that. `form`, `fields`: key → how many."""

    code = "forms.conversion_fails"


class Converting(Conflict):
    """Values of the form are being converted; nothing else can be published until that is done. `form`."""

    code = "forms.converting"
