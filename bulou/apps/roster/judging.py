"""Judging a roster line by line: who it is, what would become of them, what speaks against it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bulou.apps.roster.columns import NO, YES
from bulou.apps.roster.known import Known, Somebody, load, places_of, roles_of
from bulou.apps.roster.plan import CREATE, REFUSED, SAME, UPDATE, Path, Plan, Problem, Row, Where
from bulou.apps.roster.reading import Line, Roster
from bulou.db.tx import Tx
from bulou.kit.text import clean, name_key
from bulou.people import revision
from bulou.people.accounts import ADDRESS, LENGTHS, account_key
from bulou.people.positions import LONGEST

_PATH = re.compile(r"\s*[/／>＞\\]\s*")
_LIST = re.compile(r"\s*[,，、;；|\n]\s*")
_PLACES = re.compile(r"\s*[;；|\n]\s*")
DEEPEST = 10


@dataclass(frozen=True)
class Wishes:
    """What may be made on the way."""

    departments: bool = True
    positions: bool = True


@dataclass
class _Judge:
    """The state of one judgement: what is known, and what earlier lines took."""

    tx: Tx
    known: Known
    wishes: Wishes
    accounts: dict[str, int] = field(default_factory=dict)  # account → line
    people: dict[int, int] = field(default_factory=dict)  # person → line
    names: dict[str, int] = field(default_factory=dict)  # name of who is told apart by nothing else → line
    new_departments: dict[Path, Path] = field(default_factory=dict)
    new_positions: dict[str, str] = field(default_factory=dict)
    new_heads: dict[Path, int] = field(default_factory=dict)


def judge(tx: Tx, roster: Roster, wishes: Wishes) -> Plan:
    """What the roster would do now."""
    at = revision.current(tx)
    judge_ = _Judge(tx, load(tx), wishes)
    rows = [_row(judge_, line) for line in roster.lines]
    return Plan(rows, list(judge_.new_departments.values()), list(judge_.new_positions.values()), at)


def _row(judge_: _Judge, line: Line) -> Row:
    problems = [Problem(key, code, line.texts[key]) for key, code in line.broken.items()]
    texts = {key: text for key, text in line.texts.items() if key not in line.broken}
    name = clean(texts.get("name", ""))
    problems += _about_name(name)
    values = dict(_texts(texts, problems))
    places = list(_places(judge_, texts, problems))
    roles = list(_roles(judge_, texts, problems))
    leads = _leads(texts, places, problems)
    somebody = _who(judge_, line, name, values.get("account"), problems)
    if any(problem.refuses for problem in problems):
        return Row(line.number, name, REFUSED, problems, somebody.id if somebody else None)
    _remember(judge_, line, name, values, somebody)
    _make(judge_, places)
    leads = _head(judge_, line, leads, somebody, problems)
    row = Row(line.number, name, CREATE, problems, None, values, places, roles, leads)
    return row if somebody is None else _filled(judge_, row, somebody)


def _about_name(name: str) -> Iterator[Problem]:
    if not name:
        yield Problem("name", "fields.required")
    elif len(name) > LENGTHS["name"]:
        yield Problem("name", "fields.too_long", name[:60], params={"most": LENGTHS["name"]})


def _texts(texts: Mapping[str, str], problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """Account, e-mail and phone; a bad address or number stays out, a bad account refuses the row."""
    account = texts.get("account")
    if account is not None:
        key = account_key(account)
        if len(key) > LENGTHS["account"] or any(character.isspace() for character in key) or not key:
            problems.append(Problem("account", "roster.bad_account", account[:60]))
        else:
            yield "account", key
    email = texts.get("email")
    if email is not None:
        if ADDRESS.fullmatch(email) and len(email) <= LENGTHS["email"]:
            yield "email", email
        else:
            problems.append(Problem("email", "roster.bad_email", email[:60], refuses=False))
    phone = texts.get("phone")
    if phone is not None:
        if len(phone) <= LENGTHS["phone"] and sum(character.isdigit() for character in phone) >= 5:
            yield "phone", phone
        else:
            problems.append(Problem("phone", "roster.bad_phone", phone[:60], refuses=False))


def _places(
    judge_: _Judge, texts: Mapping[str, str], problems: list[Problem]
) -> Iterator[tuple[Where, str | None]]:
    """Departments with positions: the main one first, else as written."""
    paths = [_path(text) for text in _split(_PLACES, texts.get("department"))]
    titles = _split(_PLACES, texts.get("position"))
    held = {path: titles[at] if at < len(titles) else None for at, path in enumerate(paths)}
    main = _path(texts["main"]) if texts.get("main") else None
    if main is not None:
        same = next((path for path in paths if path == main or path[-len(main) :] == main), main)
        paths = [same, *(path for path in paths if path != same)]
    if titles and not paths:
        problems.append(Problem("position", "roster.position_nowhere", titles[0][:60], refuses=False))
    for path in dict.fromkeys(paths):
        where = _where(judge_, path, "main" if path == main else "department", problems)
        title = _title(judge_, held.get(path), problems)
        if where is not None:
            yield where, title


def _split(between: re.Pattern[str], text: str | None) -> list[str]:
    return [part.strip() for part in between.split(text or "") if part.strip()]


def _path(text: str) -> Path:
    return tuple(clean(part) for part in _PATH.split(text.strip()) if part.strip())


def _where(judge_: _Judge, path: Path, column: str, problems: list[Problem]) -> Where | None:
    raw = "/".join(path)[:120]
    if not path or len(path) > DEEPEST or any(len(name) > 100 or not name_key(name) for name in path):
        problems.append(Problem(column, "roster.bad_department", raw))
        return None
    planned = judge_.new_departments.get(tuple(map(name_key, path)))
    where = Where(None, planned) if planned else judge_.known.place(path)
    if where is None:
        problems.append(Problem(column, "roster.which_department", raw))
    elif where.id is None and not judge_.wishes.departments:
        problems.append(Problem(column, "roster.unknown_department", raw))
        return None
    elif where.id is None:
        problems.append(Problem(column, "roster.new_department", raw, refuses=False))
    return where


def _title(judge_: _Judge, title: str | None, problems: list[Problem]) -> str | None:
    if title is None or name_key(title) in judge_.known.positions:
        return title
    if len(title) > LONGEST or not name_key(title):
        problems.append(Problem("position", "roster.bad_position", title[:60]))
        return None
    if not judge_.wishes.positions:
        problems.append(Problem("position", "roster.unknown_position", title, refuses=False))
        return None
    problems.append(Problem("position", "roster.new_position", title, refuses=False))
    return title


def _roles(judge_: _Judge, texts: Mapping[str, str], problems: list[Problem]) -> Iterator[str]:
    for part in _split(_LIST, texts.get("roles")):
        key = judge_.known.roles.get(name_key(part))
        if key is None:
            problems.append(Problem("roles", "roster.unknown_role", part[:60]))
        else:
            yield key


def _leads(
    texts: Mapping[str, str], places: list[tuple[Where, str | None]], problems: list[Problem]
) -> Where | None:
    text = texts.get("head")
    said = name_key(text) if text else ""
    if text is None or said in NO or text.strip() in ("-", "—"):
        return None
    if said not in YES and text.strip() not in ("√", "✓"):
        problems.append(Problem("head", "roster.yes_or_no", text[:60]))
        return None
    if not places:
        problems.append(Problem("head", "roster.head_of_nothing", text[:60]))
        return None
    return places[0][0]


def _who(
    judge_: _Judge, line: Line, name: str, account: str | None, problems: list[Problem]
) -> Somebody | None:
    """The person there is already that a line speaks of; None of somebody new."""
    known = judge_.known.by_account.get(account) if account else None
    same = judge_.known.by_name.get(name_key(name), ())
    if account and account in judge_.accounts:
        params = {"line": judge_.accounts[account]}
        problems.append(Problem("account", "roster.account_twice", account, params=params))
    if known is not None and (known.key != name_key(name) or known.state == "disabled"):
        code = "roster.account_disabled" if known.state == "disabled" else "roster.account_taken"
        problems.append(Problem("account", code, account or "", params={"name": known.name}))
        return None
    if known is None and len(same) == 1 and (not account or same[0].account is None):
        known = same[0]
    elif known is None and same:
        problems.append(Problem("name", "roster.same_name", name, refuses=False))
    if known is not None and known.id in judge_.people:
        problems.append(
            Problem("name", "roster.person_twice", name, params={"line": judge_.people[known.id]})
        )
    earlier = judge_.names.get(name_key(name))
    if known is None and not account and earlier is not None:
        problems.append(Problem("name", "roster.person_twice", name, params={"line": earlier}))
    return known


def _remember(
    judge_: _Judge, line: Line, name: str, values: Mapping[str, str], somebody: Somebody | None
) -> None:
    if "account" in values:
        judge_.accounts[values["account"]] = line.number
    if somebody is not None:
        judge_.people[somebody.id] = line.number
    else:
        judge_.names.setdefault(name_key(name), line.number)


def _make(judge_: _Judge, places: list[tuple[Where, str | None]]) -> None:
    for where, title in places:
        if where.id is None:
            for end in range(1, len(where.path) + 1):
                part = where.path[:end]
                keys = tuple(map(name_key, part))
                if keys not in judge_.known.by_path:
                    judge_.new_departments.setdefault(keys, part)
        if title is not None and name_key(title) not in judge_.known.positions:
            judge_.new_positions.setdefault(name_key(title), title)


def _head(
    judge_: _Judge, line: Line, leads: Where | None, somebody: Somebody | None, problems: list[Problem]
) -> Where | None:
    """A department that has a head keeps theirs."""
    if leads is None:
        return None
    path = (str(leads.id),) if leads.id is not None else tuple(map(name_key, leads.path))
    head = judge_.known.heads.get(leads.id) if leads.id is not None else None
    if somebody is not None and head == somebody.id:
        return None
    if head is not None or path in judge_.new_heads:
        problems.append(Problem("head", "roster.has_head", "/".join(leads.path)[:120], refuses=False))
        return None
    judge_.new_heads[path] = line.number
    return leads


def _filled(judge_: _Judge, row: Row, somebody: Somebody) -> Row:
    """Of somebody there is already what is empty is filled, and what is missing added; nothing is overwritten."""
    values = {key: value for key, value in row.values.items() if getattr(somebody, key) in (None, "")}
    there = {place.department: place.position for place in places_of(judge_.tx, somebody.id)}
    places = [
        (where, title)
        for where, title in row.places
        if where.id is None or where.id not in there or (title is not None and there[where.id] is None)
    ]
    held = set(roles_of(judge_.tx, somebody.id))
    roles = [key for key in row.roles if key not in held]
    action = UPDATE if values or places or roles or row.leads else SAME
    return Row(row.number, row.name, action, row.problems, somebody.id, values, places, roles, row.leads)
