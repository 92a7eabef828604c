"""Lists, boards, pickers, search and linked data, asked for all that they can tell."""

from collections.abc import Iterator
from typing import Any

from bulou.api.drill.probe import Knocker, Probe, doors, probes
from bulou.forms.form import Form

COVERS = doors(
    *("list_records", "query_records", "get_kanban", "pick_records", "list_tags", "search_everywhere"),
    *("fill_from", "get_linked", "list_offers", "find_twins"),
)


def paths(k: Knocker, form: Form) -> Iterator[str]:
    """Every field, and the fields of the records that relations lead to."""
    for bound in form.fields:
        yield bound.key
        target = form.relation(bound.key)
        if target is not None and not target.read_only:
            yield from (f"{bound.key}.{each.key}" for each in target.fields[:8])


def knock(k: Knocker) -> None:
    """Of every form: what is open in one go, then each field by itself, closed or not."""
    for form in k.world.forms.values():
        at: dict[str, Any] = {"form": form.key}
        fields = [each.key for each in form.fields]
        k.ask("list_records", **at)
        k.ask("list_records", **at, query={"fields": ",".join(fields), "limit": "200", "count": "exact"})
        opened = [key for key in fields if key in k.known.fields.get(form.key, ())]
        whole = [*opened, "_title", "heat", *form.system]
        k.ask("query_records", **at, json={"fields": whole, "limit": 200, "sort": "-id", "count": "exact"})
        k.ask("list_records", **at, query={"limit": "200"})
        many = tuple(f"{each.key}." for each in form.fields if each.definition.kind == "relations") or ("-",)
        for path in paths(k, form):
            k.ask("query_records", **at, json={"fields": [path], "limit": 200})
            if "." not in path or path.startswith(many):
                k.ask("query_records", **at, json={"sort": [path], "fields": ["id"], "limit": 200})
        k.ask("get_kanban", **at, query={"limit": "100"})
        k.ask("pick_records", **at, query={"q": "", "limit": "50"})
        k.ask("pick_records", **at, query={"q": "zq", "limit": "50"})
        k.ask("list_records", **at, query={"search": "zq", "limit": "200"})
        _linked(k, form)
    k.ask("search_everywhere", query={"q": "zq", "limit": "50"})
    k.ask("search_everywhere", query={"q": "1395", "limit": "50"})


def _linked(k: Knocker, form: Form) -> None:
    for bound in form.fields:
        if bound.definition.kind == "tags":
            k.ask("list_tags", form=form.key, query={"field": bound.key, "q": "zq", "limit": "100"})
        if bound.definition.offers is not None:
            k.ask("list_offers", form=form.key, json={"field": bound.key})
        if bound.definition.linkage is not None:
            k.ask("get_linked", form=form.key, json={"key": bound.key, "values": {}})
        target = form.relation(bound.key)
        if target is not None:
            for thing in k.things(target.key):
                k.ask("fill_from", form=form.key, json={"field": bound.key, "id": thing.id})
    values = {each.key: "zq" for each in form.fields if each.columns}
    k.ask("find_twins", form=form.key, json={"values": dict(list(values.items())[:50])})
    for thing in k.things(form.key):
        k.ask("find_twins", form=form.key, json={"values": {form.title: "zq"}, "id": thing.id})
    for element in form.definition.elements:
        if element.query is not None:
            for thing in k.some(k.world.things, 3):
                values = {each.key: thing.id for each in form.fields if each.definition.kind == "relation"}
                k.ask("get_linked", form=form.key, json={"key": element.key, "values": values})
    # Doors that this form has nothing for are asked all the same.
    k.ask("list_tags", form=form.key, query={"field": form.title})
    k.ask("list_offers", form=form.key, json={"field": form.title})
    k.ask("get_linked", form=form.key, json={"key": form.title})
    k.ask("fill_from", form=form.key, json={"field": form.title, "id": 1})


probes.register(Probe("lists", COVERS, knock))
