"""Every night: fields and forms that were deleted 30 days ago go for good."""

from collections.abc import Iterator

from sqlalchemy import select, update

from bulou.db.jobs import Continue, Finish, JobContext, JobKind, job_kinds
from bulou.db.schedules import Schedule, schedules
from bulou.db.tables.forms import form_definition
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms import ddl
from bulou.forms.designer.converting import is_running
from bulou.forms.designer.releases import KEPT, deleted
from bulou.forms.model import FormDef
from bulou.forms.publish import forget
from bulou.kit.clock import instant
from bulou.kit.protocols import SYSTEM
from bulou.people import audit

JOB = "forms.purge"


def step(context: JobContext) -> Continue | Finish:
    """One form a step."""
    tx, done = context.tx, int(context.cursor or 0)
    for form in _with_old_fields(tx):
        forget(tx, form, _old(tx, form))
        return Continue(done + 1, done + 1)
    for form in _old_forms(tx):
        ddl.run(tx, ddl.drop_form(form))
        same = (form_definition.c.form == form.key) & (form_definition.c.state == "deleted")
        tx.execute(update(form_definition).where(same).values(state="purged"))
        audit.write(tx, SYSTEM, "form.purged", form=form.key)
        return Continue(done + 1, done + 1)
    return Finish({"forms": done})


def _with_old_fields(tx: Tx) -> Iterator[FormDef]:
    for form in catalogs.load(tx):
        if _old(tx, form.definition) and not is_running(tx, form.key):
            yield form.definition


def _old(tx: Tx, form: FormDef) -> list[str]:
    before = instant(tx.now - KEPT)[:10]
    return [
        field.key for field in form.fields if field.hidden and field.hidden_on and field.hidden_on < before
    ]


def _old_forms(tx: Tx) -> Iterator[FormDef]:
    kept = {each.form for each in deleted(tx)}
    for (body,) in tx.rows(select(form_definition.c.body).where(form_definition.c.state == "deleted")):
        form = FormDef.model_validate_json(body)
        if form.key not in kept:
            yield form


job_kinds.register(
    JobKind(
        JOB, step, label={"zh-CN": "清理已删除的字段和表单", "en-US": "Clearing deleted fields and forms"}
    )
)
schedules.register(Schedule("nightly_forms_purge", JOB, "03:50"))
