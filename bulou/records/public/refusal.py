"""What a visitor is told of a refusal: their own values and the form's words, nothing of other records."""

from collections.abc import Collection

from bulou.kit.errors import AppError, FieldProblem
from bulou.records.errors import RuleRefused
from bulou.records.public.errors import EntryRefused, NotTaken

TAKEN = "fields.taken"
# Facts about the field and the visitor's own value; ids, titles and names of people are not among them.
TOLD = frozenset(
    (
        "min",
        "max",
        "least",
        "most",
        "length",
        "digits",
        "option",
        "megabytes",
        "types",
        "name",
        "allowed",
        "message",
    )
)


def is_twin(error: AppError) -> bool:
    """Whether nothing speaks against the entry but that another record has its unique value."""
    return bool(error.problems) and all(problem.code == TAKEN for problem in error.problems)


def told(error: AppError, chosen: Collection[str]) -> AppError:
    """The error as the visitor may know it. What is wrong with fields they do not see is the host's business."""
    seen = [_bare(problem) for problem in error.problems if problem.field.split(".")[0] in chosen]
    seen = [problem for problem in seen if problem.code != TAKEN]
    if isinstance(error, RuleRefused):
        return EntryRefused(problems=seen, messages=error.params.get("messages", []))
    hidden = len(seen) < len(error.problems) or not error.problems
    return NotTaken(problems=seen) if hidden else type(error)(problems=seen)


def _bare(problem: FieldProblem) -> FieldProblem:
    return FieldProblem(
        problem.field, problem.code, {key: problem.params[key] for key in problem.params if key in TOLD}
    )
