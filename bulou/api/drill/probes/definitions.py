"""Definitions as people see them: forms without the fields that are closed to them, views by others, formulas."""

from bulou.api.drill.probe import Knocker, Leak, Probe, doors, probes

COVERS = doors(
    *(
        "list_forms",
        "get_form",
        "list_views",
        "create_view",
        "change_view",
        "delete_view",
        "list_formula_fields",
    ),
    *("check_formula", "pick_people", "pick_departments", "list_audience"),
)


def knock(k: Knocker) -> None:
    """A field that is open nowhere and shows no mask does not exist; nor does its list of options."""
    for told in (k.ask("list_forms").json or {}).get("items", ()):
        _no_more_than_open(k, "list_forms", told)
    k.ask("pick_people", query={"limit": "100"})
    k.ask("pick_departments")
    for form in k.world.forms.values():
        reply = k.ask("get_form", form=form.key)
        if reply.status == 200:
            _no_more_than_open(k, "get_form", reply.json)
        k.ask("list_views", form=form.key)
        k.ask("list_audience", form=form.key)
        k.ask("list_formula_fields", form=form.key)
        for thing in k.things(form.key):
            for bound in k.some(list(form.fields), 3):
                body = {"form": form.key, "text": bound.key, "record": thing.id}
                k.ask("check_formula", json=body)
    for _form, view in k.world.beside.get("view", ()):
        k.ask("change_view", id=view, json={"version": 0})
        if not k.person.admin and k.person.key != "configurer":
            k.ask("delete_view", id=view)
    k.ask("create_view", form=next(iter(k.world.forms)), json={"label": ""})


def _no_more_than_open(k: Knocker, door: str, told: dict[str, object]) -> None:
    key = str(told["key"])
    form = k.world.forms.get(key)
    if form is None:
        return
    shown = {str(each["key"]) for each in told["fields"] if not each.get("masked")}  # type: ignore[attr-defined]
    for extra in sorted((shown & form.by_key.keys()) - k.known.fields.get(key, frozenset())):
        said = f"the definition of {key}.{extra}"
        k.findings.leak(Leak(k.person.key, door, f"GET /api/forms/{key}", said, "in the answer"))


probes.register(Probe("definitions", COVERS, knock))
