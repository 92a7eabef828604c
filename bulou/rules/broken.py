"""Rules that do not fit any more: what is gone since they were published, or who may not do it any longer."""

from collections.abc import Iterator
from typing import Any

from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.designer import releases
from bulou.kit.errors import AppError, FieldProblem
from bulou.kit.protocols import Actor
from bulou.kit.words import say
from bulou.rules.check import problems_of
from bulou.rules.definition import RuleDef
from bulou.rules.errors import RuleInvalid
from bulou.rules.model import OFF, Rule
from bulou.rules.rights import runner, would_run
from bulou.words import error_text, sentence

Json = dict[str, Any]
FIELD = {  # codes of problems that name a field, by the parameter that does
    "rules.no_such_field": "field",
    "filter.unknown_field": "field",
    "rules.no_such_path": "path",
    "rules.no_date": "field",
    "rules.no_relation": "field",
    "rules.no_tags": "field",
}
ROOTS = ("trigger.", "before.")


def problems(tx: Tx, actor: Actor, rule: Rule) -> list[FieldProblem]:
    """What is wrong with what is in force, judged as whoever it acts as; [] where nothing is. One that is off and
    nobody's is judged as `actor`: whoever switches it on owns it."""
    if rule.body is None:
        return []
    try:
        definition = rule.definition
        return problems_of(tx, _acting(tx, actor, rule, definition), rule.form, definition)
    except RuleInvalid as error:
        return list(error.problems)
    except AppError as error:
        code = "rules.lost_role" if error.code == "rules.lost_role" else "rules.owner_gone"
        return [FieldProblem("runs_as", code, dict(error.params))]


def _acting(tx: Tx, actor: Actor, rule: Rule, definition: RuleDef) -> Actor:
    if rule.owner_id is None and rule.state == OFF:
        return would_run(tx, actor, definition)
    return runner(tx, rule.owner_id, definition)


def told(tx: Tx, actor: Actor, rule: Rule, locale: str) -> list[Json]:
    """Each as `{field, code, gone, detail}`: `gone` is what people called the field that there is no more."""
    return list(_told(tx, rule, problems(tx, actor, rule), locale))


def _told(tx: Tx, rule: Rule, found: list[FieldProblem], locale: str) -> Iterator[Json]:
    for each in found:
        gone = _gone(tx, rule, each, locale)
        said = sentence("rules.field_gone", {"name": gone}, locale) if gone is not None else None
        detail = said or error_text(each.code, each.params, locale)
        yield {"field": each.field, "code": each.code, "gone": gone, "detail": detail}


def _gone(tx: Tx, rule: Rule, problem: FieldProblem, locale: str) -> str | None:
    """The last label of the field that the problem names; None where its form has it, or it names none."""
    form = catalogs.load(tx).get(rule.form or "")
    path = str(problem.params.get(FIELD.get(problem.code, ""), ""))
    for root in ROOTS:
        path = path.removeprefix(root)
    key = path.split(".")[0]
    if form is None or not key or key in form.by_key or form.operand_type(key) is not None:
        return None
    for version in releases.versions(tx, form.key):
        field = version.body.field(key)
        if field is not None:
            return say(field.label, locale)
    return key
