"""The story of a record: timeline, history, comments, files, followers, the bin."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bulou.db.jobs import Finish, JobContext
from bulou.db.outbox import Fact
from bulou.db.tables.people import audit
from bulou.db.tables.records import file, history, notification
from bulou.forms import catalog as catalogs
from bulou.kit.errors import AppError
from bulou.records import bin as bins
from bulou.records import comments, files, follow, query, stages
from bulou.records import history as histories
from bulou.records import write as writing
from bulou.records.timeline import timeline
from tests.db.records.world import World


def story(world: World, form: str, id_: int, by: str = "boss", **asked: Any) -> dict[str, Any]:
    return world.do(lambda tx: timeline(tx, world.people[by], catalogs.load(tx)[form], id_, **asked))


def told(world: World, form: str, id_: int, by: str = "boss", **asked: Any) -> list[str]:
    return [item["kind"] for item in story(world, form, id_, by, **asked)["items"]]


def lived(world: World) -> tuple[int, int]:
    """A firm and a deal to which things happened, an hour apart."""
    firm = world.create("firm", {"name": "恒味", "industry": "food"})
    mate = world.create("member", {"name": "沈", "firm": firm})
    deal = world.create("deal", {"name": "单", "firm": firm, "amount": 100}, by="boss")
    steps: list[tuple[dict[str, Any], str]] = [
        ({"amount": 200, "secret": "x"}, "boss"),
        ({"stage": "sign", "members": [mate]}, "boss"),
        ({"owner": 2}, "boss"),
    ]
    for values, by in steps:
        world.later(hours=1)
        world.change("deal", deal, values, by)
    world.later(hours=1)
    world.create("note", {"about": {"form": "deal", "id": deal}, "content": "谈了价格", "next_step": "报价"})
    world.later(hours=1)
    world.do(
        lambda tx: comments.add(tx, world.people["boss"], catalogs.load(tx)["deal"], deal, "@mia 看一下", [2])
    )
    return firm, deal


def test_one_timeline_of_everything(world: World) -> None:
    firm, deal = lived(world)
    page = story(world, "deal", deal)
    assert [item["kind"] for item in page["items"]] == [
        "comment", "note", "changed", "changed", "stage", "changed", "created"]  # fmt: skip
    comment, note, owner, members, stage, amounts, created = page["items"]
    assert (comment["by"], comment["data"]["body"]) == ({"id": 1, "title": "boss"}, "@mia 看一下")
    assert (note["data"]["content"], note["data"]["next_step"]) == ("谈了价格", "报价")
    assert note["record"] == {"form": "deal", "id": deal, "title": "单"} and note["may"] == [
        "change",
        "delete",
    ]
    assert [{key: change[key] for key in change if key != "history"} for change in owner["data"]["changes"]] == [
        {"field": "owner", "label": "负责人", "before": {"id": 1, "title": "boss"}, "after": {"id": 2, "title": "mia"}}]  # fmt: skip
    assert [change["field"] for change in members["data"]["changes"]] == ["members"]
    assert stage["data"] == {
        "from": "need",
        "to": "sign",
        "seconds": 7200,
        "probability": [20, 80],
        "imported": False,
    }
    assert [(c["field"], c["before"], c["after"]) for c in amounts["data"]["changes"]] == [
        ("amount", 100, 200), ("secret", None, "x")]  # fmt: skip
    assert created["data"]["via"] == "api" and created["at"] == "2026-11-20T16:00:00+08:00"
    assert page["counts"] == {"activity": 1, "change": 4, "stage": 1, "comment": 1, "file": 0, "push": 0}
    assert told(world, "firm", firm) == ["note", "created"]


def test_pages_of_a_timeline_follow_one_another(world: World) -> None:
    _firm, deal = lived(world)
    whole = story(world, "deal", deal)["items"]
    for limit in (1, 2, 3):
        found, cursor = [], None
        while True:
            page = story(world, "deal", deal, limit=limit, cursor=cursor)
            found += page["items"]
            cursor = page["next"]
            if cursor is None:
                break
        assert found == whole
    assert told(world, "deal", deal, kinds_={"activity", "comment"}) == ["comment", "note"]


def test_the_next_owner_sees_what_was_done_and_no_more_than_they_may(world: World) -> None:
    _firm, deal = lived(world)
    assert told(world, "deal", deal, "mia")[:2] == ["comment", "note"]
    mine = next(item for item in story(world, "deal", deal, "mia")["items"] if item["kind"] == "note")
    assert mine["may"] == []
    changes = [
        c["field"]
        for item in story(world, "deal", deal, "ann")["items"]
        for c in item["data"].get("changes", ())
    ]
    assert "secret" not in changes and "amount" in changes
    entries = world.do(lambda tx: histories.entries(tx, world.people["ann"], catalogs.load(tx)["deal"], deal))
    assert all(change["field"] != "secret" for entry in entries["items"] for change in entry["changes"])
    world.people["finance"] = replace(
        world.people["ann"], kept={}, grants=({"form": "deal", "actions": ["read"], "rows": "all"},)
    )
    assert "note" not in told(world, "deal", deal, "finance")
    with pytest.raises(AppError) as caught:
        story(world, "deal", deal, "leo")
    assert (caught.value.status, caught.value.code) == (404, "records.not_found")


def test_stays_in_stages(world: World) -> None:
    _firm, deal = lived(world)
    found = world.do(lambda tx: stages.stays(tx, world.people["boss"], catalogs.load(tx)["deal"], deal))
    assert [(s["stage"], s["seconds"], s["left_at"] is None) for s in found] == [
        ("need", 7200, False), ("sign", 3 * 3600, True)]  # fmt: skip


def test_mentions_are_told_to_those_who_may_see_the_record(world: World) -> None:
    deal = world.create("deal", {"name": "单"}, by="mia")

    def say(body: Any, mentions: list[int], by: str = "mia") -> dict[str, Any]:
        return world.do(
            lambda tx: comments.add(tx, world.people[by], catalogs.load(tx)["deal"], deal, body, mentions)
        )

    said = say("@boss @leo 请看", [1, 3])
    assert said["not_told"] == [3] and said["mentions"] == [
        {"id": 1, "title": "boss"},
        {"id": 3, "title": "leo"},
    ]
    assert [(n["person_id"], n["kind"], n["record_id"]) for n in world.rows(notification)] == [
        (1, "mention", deal)
    ]
    assert world.events("deal")[-1] == "comment.added"
    changed = world.do(lambda tx: comments.change(tx, world.people["mia"], said["id"], "@boss @head", [1, 4]))
    assert changed["changed"] and [n["person_id"] for n in world.rows(notification)] == [1, 4]
    with pytest.raises(AppError) as caught:
        world.do(lambda tx: comments.remove(tx, world.people["leo"], said["id"]))
    assert caught.value.status == 404
    world.do(lambda tx: comments.remove(tx, world.people["mia"], said["id"]))
    assert story(world, "deal", deal)["counts"]["comment"] == 0
    for body, mentions, code in (
        ("", [], "fields.required"),
        ("\x00", [], "fields.bad_text"),
        ("a", [99], "fields.unknown_record"),
        (7, [], "fields.not_text"),
    ):
        with pytest.raises(AppError) as caught:
            say(body, mentions)
        assert caught.value.problems[0].code == code


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (10, 120, 140)).save(
        out, format=kind, exif=b"Exif\x00\x00MM\x00*"
    ) if kind == "JPEG" else (Image.new("RGB", size).save(out, format=kind))
    return out.getvalue()


# name, content, type, shown in place
CONTENTS: list[tuple[str, bytes, str, bool]] = [
    ("合同.pdf", b"%PDF-1.7 ...", "application/pdf", True),
    ("foto.jpg", picture(), "image/jpeg", True),
    ("bild.png", picture("PNG"), "image/png", True),
    ("evil.jpg", b"<html><script>alert(1)</script>", "text/html", False),
    ("evil.svg", b"<?xml version='1.0'?><svg onload='x'/>", "image/svg+xml", False),
    ("notes.txt", "你好".encode(), "text/plain", True),
    ("x.bin", bytes(range(256)), "application/octet-stream", False),
    ("leer", b"", "text/plain", True),
]


@pytest.mark.parametrize(("name", "content", "type_", "inline"), CONTENTS)
def test_a_file_is_what_its_content_says(
    world: World, tmp_path: Path, name: str, content: bytes, type_: str, inline: bool
) -> None:
    upload = files.receive(tmp_path, f"C:\\fakepath\\{name}", [content])
    kept = world.do(lambda tx: files.keep(tx, world.people["mia"], upload))
    assert (kept["name"], kept["type"]) == (name, type_)
    got = world.do(lambda tx: files.fetch(tx, tmp_path, world.people["mia"], kept["id"]))
    assert (got.inline, got.type) == (inline, type_) and got.path.exists()
    with pytest.raises(AppError) as caught:  # nobody else's business until it hangs on a record
        world.do(lambda tx: files.fetch(tx, tmp_path, world.people["boss"], kept["id"]))
    assert caught.value.status == 404
    if type_ == "image/jpeg":
        assert b"Exif" not in got.path.read_bytes() and (kept["width"], kept["height"]) == (400, 300)
        small = world.do(lambda tx: files.fetch(tx, tmp_path, world.people["mia"], kept["id"], 96))
        with Image.open(small.path) as image:
            assert max(image.size) == 96


def test_files_follow_the_rights_of_their_record(world: World, tmp_path: Path) -> None:
    def upload(by: str, name: str = "a.txt") -> int:
        kept = files.receive(tmp_path, name, [name.encode()])
        return int(world.do(lambda tx: files.keep(tx, world.people[by], kept))["id"])

    mine, theirs = upload("mia"), upload("leo", "b.txt")
    firm = world.create("firm", {"name": "恒味", "papers": [mine]}, by="mia")
    with pytest.raises(AppError) as caught:
        world.change("firm", firm, {"papers": [mine, theirs]}, "mia")
    assert [(p.field, p.code) for p in caught.value.problems] == [("papers", "fields.unknown_file")]
    other = world.create("firm", {"name": "新"}, by="mia")
    with pytest.raises(AppError):
        world.change("firm", other, {"papers": [mine]}, "mia")
    assert world.do(lambda tx: files.fetch(tx, tmp_path, world.people["boss"], mine)).name == "a.txt"
    with pytest.raises(AppError):
        world.do(lambda tx: files.fetch(tx, tmp_path, world.people["leo"], mine))
    read = world.do(lambda tx: query.read(tx, world.people["boss"], catalogs.load(tx)["firm"], firm))
    assert read["papers"] == [{"id": mine, "name": "a.txt", "size": 5, "type": "text/plain"}]
    loose = upload("mia", "c.txt")
    world.do(lambda tx: files.attach(tx, world.people["mia"], catalogs.load(tx)["firm"], firm, [loose]))
    assert story(world, "firm", firm)["counts"]["file"] == 2
    world.do(lambda tx: writing.delete(tx, world.who("mia"), "firm", firm))
    with pytest.raises(AppError):
        world.do(lambda tx: files.fetch(tx, tmp_path, world.people["boss"], mine))


def test_bad_uploads(tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        files.receive(tmp_path, "x", [b"12345", b"67890"], limit=9)
    assert caught.value.code == "files.too_large"
    with pytest.raises(AppError) as caught:
        files.receive(tmp_path, "x.png", [picture("PNG")[:40]])
    assert caught.value.code == "files.bad_image"
    assert list((tmp_path / "incoming").iterdir()) == []


def test_forgotten_uploads_are_swept_and_shared_contents_stay(world: World, tmp_path: Path) -> None:
    one, two = (files.receive(tmp_path, name, [b"same"]) for name in ("a", "b"))
    kept = world.do(lambda tx: files.keep(tx, world.people["mia"], one))
    world.create("firm", {"name": "恒味", "papers": [kept["id"]]}, by="mia")
    world.do(lambda tx: files.keep(tx, world.people["mia"], two))
    world.now = datetime.now(UTC)
    world.later(days=2)
    assert world.do(lambda tx: files.sweep(tx, tmp_path)) == 1
    assert [row["id"] for row in world.rows(file)] == [kept["id"]]
    assert world.do(lambda tx: files.fetch(tx, tmp_path, world.people["mia"], kept["id"])).path.exists()


def test_followers_hear_of_moves_as_long_as_they_may_see(world: World) -> None:
    deal = world.create("deal", {"name": "单", "amount": 5}, by="mia")
    for name in ("boss", "mia"):
        world.do(lambda tx, name=name: follow.follow(tx, world.people[name], catalogs.load(tx)["deal"], deal))  # type: ignore[misc]
    with pytest.raises(AppError):
        world.do(lambda tx: follow.follow(tx, world.people["leo"], catalogs.load(tx)["deal"], deal))
    fact = Fact(
        kind="record.changed",
        form="deal",
        record_id=deal,
        body={"changed": ["stage"]},
        actor_id=2,
        id=1,
        at=world.now,
    )
    world.do(lambda tx: follow.tell_followers(tx, fact))
    world.do(lambda tx: follow.tell_followers(tx, replace(fact, body={"changed": ["amount"]})))
    world.change("deal", deal, {"owner": 3})
    world.do(lambda tx: follow.tell_followers(tx, replace(fact, actor_id=1, body={"changed": ["owner"]})))
    assert [(n["person_id"], n["kind"]) for n in world.rows(notification)] == [(1, "followed")]
    read = world.do(lambda tx: query.read(tx, world.people["boss"], catalogs.load(tx)["deal"], deal))
    assert read["_followed"] is True
    world.do(lambda tx: follow.unfollow(tx, world.people["boss"], catalogs.load(tx)["deal"], deal))
    assert world.do(lambda tx: follow.followed(tx, world.people["boss"])) == []


def test_the_bin_lists_and_empties_after_a_month(world: World) -> None:
    firm = world.create("firm", {"name": "恒味"}, by="mia")
    deal = world.create("deal", {"name": "单", "lines": [{"item": "a"}]}, by="mia")
    for form, id_ in (("firm", firm), ("deal", deal)):
        world.do(lambda tx, form=form, id_=id_: writing.delete(tx, world.who("mia"), form, id_))  # type: ignore[misc]
    page = world.do(lambda tx: bins.listed(tx, world.people["mia"], catalogs.load(tx)["firm"]))
    assert [(i["title"], i["deleted_by"]["id"], i["deleted_at"]) for i in page.items] == [
        ("恒味", 2, "2026-11-20T08:00:00.000Z")]  # fmt: skip
    assert world.do(lambda tx: bins.listed(tx, world.people["leo"], catalogs.load(tx)["firm"])).items == []

    def empty() -> int:
        from bulou.db.jobs import enqueue, get

        job = world.do(lambda tx: enqueue(tx, bins.JOB, {}))
        cursor = None
        while True:
            found = replace(world.do(lambda tx: get(tx, job)), cursor=cursor)
            result = world.do(lambda tx, found=found: bins.step(JobContext(found, tx, Path("."))))  # type: ignore[misc]
            if isinstance(result, Finish):
                return int(result.result["gone"])
            cursor = result.cursor

    world.later(days=29)
    assert empty() == 0
    world.later(days=2)
    assert empty() == 2
    assert [row["record_id"] for row in world.rows(history)] == []
    emptied = [row["form"] for row in world.rows(audit) if row["action"] == "bin.emptied"]
    assert emptied == ["deal", "firm"]


def test_only_administrators_purge(world: World) -> None:
    firm = world.create("firm", {"name": "恒味"})
    world.do(lambda tx: writing.delete(tx, world.who(), "firm", firm))
    with pytest.raises(AppError) as caught:
        world.do(lambda tx: bins.purge(tx, world.people["boss"], catalogs.load(tx)["firm"], firm))
    assert caught.value.status == 403
    chief = replace(world.people["boss"], admin=True, kept={})
    world.do(lambda tx: bins.purge(tx, chief, catalogs.load(tx)["firm"], firm))
    assert world.do(lambda tx: bins.listed(tx, chief, catalogs.load(tx)["firm"])).items == []
