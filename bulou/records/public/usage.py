"""Where public forms use a form and its fields, for those who change the form."""

from collections.abc import Iterator

from bulou.db.tx import Tx
from bulou.forms.model import FormDef
from bulou.forms.usage import Usage, users
from bulou.records.public import store


class PublicForms:
    """One use for each public form and field."""

    key = "public_forms"

    def uses(self, tx: Tx, form: FormDef) -> Iterator[Usage]:
        """Chosen fields, fixed ones and the one that keeps the source."""
        for public in store.of_form(tx, form.key):
            definition = public.definition
            label = dict.fromkeys(("zh-CN", "en-US"), public.label)
            named = {each.key for each in definition.fields} | set(definition.fixed)
            named |= {definition.tracking.field} if definition.tracking.field else set()
            yield Usage("public_form", form.key, str(public.id), label, None)
            yield from (Usage("public_form", form.key, str(public.id), label, key) for key in sorted(named))


users.register(PublicForms())
