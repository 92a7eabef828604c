"""What an erasure would do, looked at before it is asked for: how much goes, what stays and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.protocols import Actor
from bulou.kit.words import say
from bulou.records.personal.errors import NothingChosen
from bulou.records.personal.finding import WHYS, Found
from bulou.records.personal.kinds import Kept, why_kept
from bulou.records.query.titles import titles

SHOWN = 200
OWN = ("identity", "name")  # whose own fields are emptied; other records only lose the person's names

Chosen = Mapping[str, Sequence[int]]


def chosen_of(found: Found, given: Mapping[str, Any]) -> dict[str, list[int]]:
    """The records of a choice that were found; NothingChosen."""
    told = {
        form: sorted(set(ids) & set(found.of(form, *WHYS)))
        for form, ids in given.items()
        if form in found.records
    }
    chosen = {form: ids for form, ids in told.items() if ids}
    if not chosen:
        raise NothingChosen()
    return chosen


def plan(tx: Tx, actor: Actor, found: Found, chosen: Chosen) -> dict[str, Any]:
    """`{forms: [{form, label, own, named, kept}], kept: [{form, id, title, reasons}], fields}`."""
    catalog = catalogs.load(tx)
    forms, kept = [], []
    for key, ids in chosen.items():
        form = catalog.get(key)
        if form is None:
            continue
        why = why_kept(tx, form, ids)
        own = set(found.of(key, *OWN)) & set(ids)
        label = say(form.definition.label, actor.locale)
        forms.append(
            {"form": key, "label": label, "own": len(own), "named": len(ids) - len(own), "kept": len(why)}
        )
        kept += kept_of(tx, actor, form, why)
    return {"forms": forms, "kept": kept[:SHOWN], "kept_more": max(0, len(kept) - SHOWN)}


def kept_of(tx: Tx, actor: Actor, form: Form, why: Mapping[int, Sequence[Kept]]) -> list[dict[str, Any]]:
    """Records that stay, with their reasons in words and the labels of the fields whose values stay."""
    names = titles(tx, actor, form, list(why)[:SHOWN]) if why else {}
    return [
        {
            "form": form.key,
            "id": id_,
            "title": names.get(id_),
            "reasons": [told(form, each, actor.locale) for each in _once(some)],
        }
        for id_, some in why.items()
    ]


def _once(some: Sequence[Kept]) -> list[Kept]:
    """Each reason once, with the day on which the last of it ends."""
    last: dict[str, Kept] = {}
    for each in some:
        known = last.get(each.code)
        if known is None or (known.until is not None and (each.until is None or each.until > known.until)):
            last[each.code] = each
    return list(last.values())


def told(form: Form, kept: Kept, locale: str) -> dict[str, Any]:
    """One reason in words."""
    labels = [form.by_key[key].definition.label for key in sorted(kept.keeps) if key in form.by_key]
    return {
        "code": kept.code,
        "label": say(kept.label, locale),
        "law": say(kept.law, locale) if kept.law else None,
        "until": kept.until.isoformat() if kept.until else None,
        "keeps": [say(label, locale) for label in labels],
        "by": {"form": kept.by[0], "id": kept.by[1]} if kept.by else None,
    }
