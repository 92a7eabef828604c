"""Whether a lookup shows anything to somebody at all: every field on its way must be open on some records."""

from bulou.access.plan import ALWAYS, plan_for
from bulou.kit.protocols import MANY, Actor, FormLike

DEEPEST = 8  # lookups of lookups
NO_VALUE = frozenset({*MANY, "rows"})


def reaches(actor: Actor, form: FormLike, path: str, depth: int = DEEPEST) -> bool:
    """True when the reader may read every field on `path` on some records; False when it leads nowhere."""
    head, _, rest = path.partition(".")
    if depth == 0 or head not in plan_for(actor, form, "read").fields.keys() | ALWAYS:
        return False
    stands_for = form.lookups.get(head)
    if stands_for is not None:
        return reaches(actor, form, f"{stands_for}.{rest}" if rest else stands_for, depth - 1)
    if not rest:
        return form.operand_type(head) not in (None, *NO_VALUE)
    target = form.relation(head)
    if target is None or form.operand_type(head) in NO_VALUE:
        return False
    return reaches(actor, target, rest, depth)
