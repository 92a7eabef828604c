"""Where print templates use a form and its fields, for those who change the form."""

from collections.abc import Iterator

from bulou.db.tx import Tx
from bulou.forms.model import FormDef
from bulou.forms.usage import Usage, users
from bulou.records.printing import store


class PrintTemplates:
    """One use for each template and field it names; of other forms' templates only the paths are known by keys."""

    key = "print_templates"

    def uses(self, tx: Tx, form: FormDef) -> Iterator[Usage]:
        """The fields that placeholders begin with."""
        own = {field.key for field in form.fields}
        for template in store.of_form(tx, form.key):
            place = ("print_template", form.key, str(template.id), template.label)
            yield Usage(*place, None)
            yield from (
                Usage(*place, key) for key in sorted({use.path.split(".")[0] for use in template.uses} & own)
            )


users.register(PrintTemplates())
