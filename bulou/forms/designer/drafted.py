"""A form as its draft has it, for what is asked while it is designed: nothing of it is in force."""

from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.designer import drafts
from bulou.forms.form import Form
from bulou.forms.model import FieldDef, FormDef
from bulou.forms.publish import planned
from bulou.forms.settle import settle
from bulou.kit.errors import NotFound

NOTHING = '""'  # a formula that is right whatever its result is shown as


def drafted(tx: Tx, key: str) -> Form:
    """The form with the fields of its draft; where these cannot stand together yet, the one in force.

    Formulas count by their results only, so that one which is wrong does not keep others from being written.
    NotFound where there is neither.
    """
    definition = _without_formulas(drafts.read(tx, key).definition())
    now = catalogs.load(tx)
    will_be = planned(now, [settle(drafts.published(tx, key), definition)], tx.db.dialect)
    found = will_be.get(key)
    if found is None:
        raise NotFound(what="form", id=key[:60])
    return found


def _without_formulas(form: FormDef) -> FormDef:
    return form.model_copy(update={"fields": tuple(_plain(field) for field in form.fields), "rules": ()})


def _plain(field: FieldDef) -> FieldDef:
    if field.fields:
        return field.model_copy(update={"fields": tuple(_plain(each) for each in field.fields)})
    if "formula" not in field.options:
        return field
    return field.model_copy(update={"options": {**field.options, "formula": NOTHING}})
