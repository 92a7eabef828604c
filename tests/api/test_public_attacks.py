"""What robots and thieves try at a public form: replays, wrong puzzles, floods, foreign fields, foreign files."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from bulou.api.rates import Rate, Rates
from bulou.api.routes import public as doors
from bulou.db.database import open_database
from bulou.db.tx import run
from bulou.kit.errors import AppError
from bulou.records.public import challenge, entry, store
from bulou.records.public.entry import Entry
from bulou.records.public.errors import PublicClosed
from tests.api.conftest import NOW, Office, code, created
from tests.api.designing import publish, save, start, with_field
from tests.api.public_forms import changed, leads, made, opened, ready, sent, solved

VALUES = {"company": "Ruida"}


def test_a_replay_is_refused(office: Office, owner: TestClient, nobody: TestClient) -> None:
    slug = made(owner)["slug"]
    body = {**ready(office, nobody, slug), "values": VALUES}
    answers = [nobody.post(f"/api/public/{slug}", json=body) for _ in range(3)]
    assert [(reply.status_code, code(reply)) for reply in answers] == [
        (201, None),
        (409, "public.used"),
        (409, "public.used"),
    ]
    assert len(leads(owner)) == 1


@pytest.mark.parametrize(
    ("forge", "answer"),
    [
        (lambda proof: {**proof, "solution": "nothing"}, (422, "public.bad_challenge")),
        (lambda proof: {**proof, "solution": ""}, (422, "public.bad_challenge")),
        (lambda proof: {**proof, "challenge": proof["challenge"][:-2] + "xx"}, (422, "public.bad_challenge")),
        (lambda proof: {**proof, "challenge": ""}, (422, "public.bad_challenge")),
        (lambda proof: {**proof, "challenge": "é.é.é"}, (422, "public.bad_challenge")),
        (lambda proof: {**proof, "challenge": "x" * 5000}, (422, "invalid")),
        (lambda proof: {**proof, "challenge": 7}, (422, "invalid")),
        (lambda proof: {"solution": proof["solution"]}, (422, "invalid")),
        (lambda proof: {**proof, "more": 1}, (422, "invalid")),
    ],
)
def test_a_wrong_puzzle_opens_nothing(
    office: Office, owner: TestClient, nobody: TestClient, forge: Any, answer: tuple[int, str]
) -> None:
    slug = made(owner)["slug"]
    body = forge({**ready(office, nobody, slug), "values": VALUES})
    reply = nobody.post(f"/api/public/{slug}", json=body)
    assert (reply.status_code, code(reply)) == answer, reply.text
    assert leads(owner) == []


def test_a_challenge_is_of_one_form_for_an_hour_and_not_at_once(
    office: Office, owner: TestClient, nobody: TestClient
) -> None:
    one, other = made(owner)["slug"], made(owner)["slug"]
    proof = solved(opened(nobody, one)["challenge"])
    body = {**proof, "values": VALUES}
    early = nobody.post(f"/api/public/{one}", json=body)
    assert (early.status_code, code(early), early.headers["retry-after"]) == (429, "public.too_fast", "3")
    office.clock.now += timedelta(seconds=3)
    assert code(nobody.post(f"/api/public/{other}", json=body)) == "public.bad_challenge"
    office.clock.now += challenge.LIFE
    assert code(nobody.post(f"/api/public/{one}", json=body)) == "public.expired"
    assert leads(owner) == []


def test_the_trap_is_thanked_and_thrown_away(office: Office, owner: TestClient, nobody: TestClient) -> None:
    public = made(owner)
    good = sent(office, nobody, public["slug"], VALUES)
    caught = sent(office, nobody, public["slug"], VALUES, website="https://buy.example")
    assert (caught.status_code, caught.json()) == (good.status_code, good.json())
    counts = owner.get("/api/forms/lead/public").json()["items"][0]["counts"]
    assert (counts["taken"], counts["caught"], len(leads(owner))) == (1, 1, 1)


def test_floods_are_held_off_and_make_the_puzzle_harder(
    office: Office, owner: TestClient, nobody: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = made(owner)["slug"]
    easy = opened(nobody, slug)["challenge"]["bits"]
    body = {"challenge": "x", "solution": "x", "values": {}}
    answers = [code(nobody.post(f"/api/public/{slug}", json=body)) for _ in range(22)]
    assert answers == ["public.bad_challenge"] * 20 + ["public.too_many"] * 2
    elsewhere = TestClient(office.app, client=("203.0.113.9", 1))
    assert code(elsewhere.post(f"/api/public/{slug}", json=body)) == "public.bad_challenge"
    assert opened(elsewhere, slug)["challenge"]["bits"] == easy + 1
    monkeypatch.setattr(doors, "OF_A_FORM", Rate(1, 60))
    assert code(elsewhere.post(f"/api/public/{slug}", json=body)) == "public.too_many"
    office.clock.now += timedelta(minutes=5)
    late = nobody.post(f"/api/public/{slug}", json=body)
    assert (late.status_code, code(late)) == (422, "public.bad_challenge")


def test_rates_keep_no_more_than_their_room() -> None:
    rates = Rates(room=10)
    for number in range(1000):
        assert rates.hit(f"a{number}", Rate(1, 60), NOW) == 0
    assert len(rates.windows) == 10
    assert rates.hit("a999", Rate(1, 60), NOW) == 60
    assert rates.hit("a999", Rate(1, 60), NOW + timedelta(seconds=120)) == 0


@pytest.mark.parametrize(
    "key", ["source", "owner", "stage", "level", "id", "created_at", "no_such", "", "x" * 500]
)
def test_fields_that_were_not_chosen_stay_shut(
    office: Office, owner: TestClient, nobody: TestClient, key: str
) -> None:
    slug = made(owner, fixed={"source": "website"})["slug"]
    reply = sent(office, nobody, slug, {**VALUES, key: "fair"})
    assert (reply.status_code, [each["code"] for each in reply.json()["errors"]]) == (
        422,
        ["fields.unknown_field"],
    )
    assert leads(owner) == []


def test_bodies_have_an_end(office: Office, owner: TestClient, nobody: TestClient) -> None:
    slug = made(owner)["slug"]
    large = nobody.post(f"/api/public/{slug}", json={"values": {"note": "x" * 300_000}})
    assert (large.status_code, code(large)) == (413, "http.too_large")
    deep: Any = []
    for _ in range(200):
        deep = [deep]
    assert nobody.post(f"/api/public/{slug}", json={"values": {"note": deep}}).status_code == 422
    assert nobody.post(f"/api/public/{slug}", json=[]).status_code == 422
    assert nobody.post(f"/api/public/{slug}", content=b"{").status_code == 400


def test_a_taken_value_tells_nothing(office: Office, owner: TestClient, nobody: TestClient) -> None:
    draft = start(owner, key="member")
    phone = {"unique": True, "required": True}
    publish(owner, save(owner, draft, with_field(draft["body"], "phone", "phone", **phone)))
    known = created(owner, "member", name="Secret Sam", phone="13902255229")
    public = made(owner, "member", fields=[{"key": "name"}, {"key": "phone"}])
    slug = public["slug"]
    fresh = sent(office, nobody, slug, {"name": "A", "phone": "13902255228"})
    taken = sent(office, nobody, slug, {"name": "B", "phone": "139 0225 5229"}, source="fair")
    assert (taken.status_code, taken.content) == (fresh.status_code, fresh.content)
    also_wrong = sent(office, nobody, slug, {"name": "x" * 999, "phone": "13902255229"})
    assert {each["field"] for each in also_wrong.json()["errors"]} == {"name"}
    assert "Sam" not in taken.text + also_wrong.text
    assert len(owner.get("/api/records/member").json()["items"]) == 2
    base = f"/api/forms/member/public/{public['id']}"
    (twin,) = owner.get(f"{base}/twins").json()["items"]
    assert (twin["record_id"], twin["title"], twin["source"]) == (known["id"], "Secret Sam", "fair")
    assert twin["sent"] == {"name": "B", "phone": "139 0225 5229"}
    assert owner.get(base).json()["counts"]["twins"] == 1
    assert owner.delete(f"{base}/twins/{twin['id']}").status_code == 204
    assert owner.delete(f"{base}/twins/{twin['id']}").status_code == 404


def picture() -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (3, 3), "red").save(out, "PNG")
    return out.getvalue()


def upload(
    visitor: TestClient, slug: str, proof: dict[str, Any], field: str = "attachments", **file: Any
) -> Any:
    """The answer to an upload."""
    name, content = file.get("name", "a.png"), file.get("content", picture())
    params = {**{key: proof[key] for key in ("challenge", "solution")}, "field": field}
    return visitor.post(f"/api/public/{slug}/files", params=params, files={"file": (name, content)})


def test_a_file_comes_with_the_entry(office: Office, owner: TestClient, nobody: TestClient) -> None:
    slug = made(owner)["slug"]
    proof = ready(office, nobody, slug)
    reply = upload(nobody, slug, proof)
    assert reply.status_code == 201, reply.text
    ticket = reply.json()["id"]
    assert nobody.get("/api/files/1").status_code == 401
    body = {**proof, "values": {**VALUES, "attachments": [ticket]}}
    assert nobody.post(f"/api/public/{slug}", json=body).status_code == 201
    (lead,) = leads(owner, "attachments")
    assert [each["name"] for each in lead["attachments"]] == ["a.png"]
    again = sent(office, nobody, slug, {**VALUES, "attachments": [ticket]})
    assert (again.status_code, again.json()["errors"][0]["code"]) == (422, "fields.file_taken")
    assert len(leads(owner)) == 1


def test_files_of_others_cannot_be_named(office: Office, owner: TestClient, nobody: TestClient) -> None:
    slug, other = made(owner)["slug"], made(owner)["slug"]
    secret = owner.post("/api/files", files={"file": ("secret.txt", b"secret")}).json()["id"]
    foreign = upload(nobody, other, ready(office, nobody, other)).json()["id"]
    for stolen in (secret, str(secret), [secret], {"id": secret}, foreign, foreign[:-1], "é", True):
        reply = sent(office, nobody, slug, {**VALUES, "attachments": stolen})
        assert (reply.status_code, reply.json()["errors"][0]["code"]) == (422, "fields.unknown_file"), stolen
        assert reply.json()["errors"][0]["params"] == {}
    assert leads(owner) == []


def test_uploads_are_few_small_and_for_their_field(
    office: Office, owner: TestClient, nobody: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = made(owner)
    slug = public["slug"]
    proof = ready(office, nobody, slug)
    assert code(upload(nobody, slug, proof, field="note")) == "invalid"
    assert code(upload(nobody, slug, proof, field="nonsense")) == "invalid"
    assert code(upload(nobody, slug, {**proof, "solution": "x"})) == "public.bad_challenge"
    assert code(upload(nobody, slug, proof, content=b"x" * (10 * 1024 * 1024 + 1))) == "files.too_large"
    assert code(upload(nobody, slug, proof, content=b"x" * (11 * 1024 * 1024))) == "http.too_large"
    tickets = [upload(nobody, slug, proof).json()["id"] for _ in range(6)]
    many = nobody.post(f"/api/public/{slug}", json={**proof, "values": {**VALUES, "attachments": tickets}})
    assert many.json()["errors"][0]["code"] == "fields.too_many"
    monkeypatch.setattr(doors, "UPLOADS_OF_ONE", Rate(1, 3600))
    assert code(upload(nobody, slug, proof)) == "public.too_many"
    changed(owner, public, enabled=False)
    assert code(upload(nobody, slug, proof)) == "public.closed"


@pytest.fixture
def two(office: Office) -> Iterator[tuple[Any, Any]]:
    """Two connections to one database."""
    other = open_database(office.db.url)
    yield office.db, other
    other.close()


def test_two_at_once_at_the_last_place(
    office: Office, owner: TestClient, nobody: TestClient, two: tuple[Any, Any]
) -> None:
    public = made(owner, limit=1)
    slug = public["slug"]
    proofs = [ready(office, nobody, slug) for _ in range(2)]
    gate = threading.Barrier(2)

    def send(at: int) -> str:
        said = Entry(VALUES, proofs[at]["challenge"], proofs[at]["solution"])
        gate.wait()
        try:
            run(two[at], lambda tx: entry.take(tx, slug, said), clock=office.clock)
        except PublicClosed as error:
            return str(error.params["reason"])
        return "taken"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, range(2))) == ["full", "taken"]
    assert len(leads(owner)) == 1


def test_one_challenge_sent_twice_at_once_counts_once(
    office: Office, owner: TestClient, nobody: TestClient, two: tuple[Any, Any]
) -> None:
    slug = made(owner)["slug"]
    proof = ready(office, nobody, slug)
    said = Entry(VALUES, proof["challenge"], proof["solution"])
    gate = threading.Barrier(2)

    def send(at: int) -> str:
        gate.wait()
        try:
            run(two[at], lambda tx: entry.take(tx, slug, said), clock=office.clock)
        except AppError as error:
            return error.code
        return "taken"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, range(2))) == ["public.used", "taken"]
    assert office.do(lambda tx: store.by_slug(tx, slug)).taken == 1


def test_a_challenge_gets_harder_by_doublings() -> None:
    assert [challenge.bits_for(entries) for entries in (0, 10, 19, 20, 40, 10**9)] == [14, 14, 14, 15, 16, 20]
