"""The scene: a workspace with the CRM template, people, and many accounts and opportunities."""

import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bulou.db.database import Database, open_database
from bulou.db.tx import Tx, run
from bulou.forms.catalog import load
from bulou.forms.form import Form
from bulou.kit.clock import instant
from bulou.kit.pinyin import sort_key
from bulou.kit.protocols import SYSTEM
from bulou.kit.text import name_core, name_key
from bulou.people import accounts, actors, passwords, roles
from bulou.people import tokens as api_tokens
from bulou.records.write.search_rows import put_rows
from bulou.settings import read_settings

PEOPLE = 50
CHUNK = 5_000
CITIES = "苏州 无锡 杭州 南通 宁波 湖州 广州 佛山 东莞 厦门 长沙 郑州 武汉 成都 重庆 青岛".split()
WORDS = "恒味 乐邦 康泽 元素 禾润 佳益 麦香 越酿 天禾 江海 金穗 丰登 蓝鲸 海源 华晟 联创 远景 启明 智云 众合".split()
TRADES = "食品 日化 医药 乳业 饲料 酒业 电子 精密机械 装饰工程 信息技术 供应链管理 文化传播".split()
STAGES = [
    ("need", 25),
    ("proposal", 20),
    ("negotiation", 12),
    ("contract", 5),
    ("won", 22),
    ("lost", 14),
    ("on_hold", 2),
]


@dataclass(frozen=True)
class Scene:
    """A filled workspace: its folder, database, and tokens of the boss and of one salesperson."""

    data: Path
    url: str
    rows: int
    boss: str
    seller: str
    seller_id: int


def make(data: Path, rows: int, url: str | None = None) -> Scene:
    """Initialise a workspace in `data` (or the PostgreSQL at `url`) and fill it."""
    address = init(data, url)
    db = open_database(address)
    people = run(db, hire)
    chance = random.Random(7)
    now = datetime.now(UTC)
    accounts_made = max(1000, rows // 5)
    fill(db, "account", _accounts(chance, people, accounts_made, now), accounts_made)
    fill(db, "opportunity", _opportunities(chance, people, accounts_made, rows, now), rows)
    analyse(db)
    boss, seller = run(db, lambda tx: (token_of(tx, 1), token_of(tx, people[0])))
    db.close()
    return Scene(data, address, rows, boss, seller, people[0])


def init(data: Path, url: str | None = None) -> str:
    """A new workspace with the CRM template; the address of its database."""
    bulou = str(Path(sys.executable).with_name("bulou"))
    line = [
        bulou,
        "init",
        "--data",
        str(data),
        "--owner",
        "boss",
        "--password",
        "a long enough password",
        "--template",
        "crm",
    ]
    subprocess.run([*line, *(["--database-url", url] if url else [])], check=True, stdin=subprocess.DEVNULL)
    return read_settings({}, data_dir=data, database_url=url).database_url


def analyse(db: Database) -> None:
    """Let the database count its rows, as it does by itself sooner or later."""
    with db.write_engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def hire(tx: Tx) -> list[int]:
    """Fifty salespeople."""
    hashed = passwords.hash_password("a long enough password")
    role = next(r["key"] for r in roles.listing(tx) if r["key"] == "sales")
    return [
        accounts.create(tx, SYSTEM, accounts.NewPerson(f"销售{n}", f"seller{n}", hashed, roles=(role,)))
        for n in range(PEOPLE)
    ]


def token_of(tx: Tx, person: int) -> str:
    """A token of somebody that may do everything they may."""
    actor = actors.load(tx, person)
    return api_tokens.create(
        tx, actor, "bench", ("read", "write", "import", "export", "configure"), 30
    ).secret


Row = dict[str, Any]


def _accounts(chance: random.Random, people: list[int], count: int, now: datetime) -> Iterator[Row]:
    for n in range(count):
        name = f"{chance.choice(CITIES)}{chance.choice(WORDS)}{chance.choice(TRADES)}{n}有限公司"
        made = instant(now - timedelta(minutes=chance.randrange(500_000)))
        owner = chance.choice(people)
        yield {
            "name": name, "name__key": name_key(name), "name__core": name_core(name), "title_sort": sort_key(name),
            "owner": owner, "owner_since": made, **system(made, owner),
        }  # fmt: skip


def _opportunities(
    chance: random.Random, people: list[int], accounts_made: int, count: int, now: datetime
) -> Iterator[Row]:
    stages = [key for key, weight in STAGES for _ in range(weight)]
    for n in range(count):
        name = f"{chance.choice(CITIES)}{chance.choice(WORDS)}{chance.choice(TRADES)} {chance.choice('一二三四五')}期 {n}"
        made = now - timedelta(minutes=chance.randrange(800_000))
        owner, stage = chance.choice(people), chance.choice(stages)
        close = made + timedelta(days=chance.randrange(20, 90))
        closed = close.date().isoformat() if stage in ("won", "lost") else None
        yield {
            "name": name, "title_sort": sort_key(name), "account": chance.randrange(1, accounts_made + 1),
            "amount": chance.randrange(1_000, 200_000) * 10_000, "stage": stage, "stage_since": instant(made),
            "expected_close": close.date().isoformat(), "closed_on": closed,
            "engaged_on": made.date().isoformat(), "owner": owner, "owner_since": instant(made),
            "next_activity_at": instant(close) if chance.random() < 0.7 else None, **system(instant(made), owner),
        }  # fmt: skip


def system(made: str, owner: int) -> dict[str, Any]:
    """System columns of a record as its owner made it."""
    return {
        "version": 1, "created_at": made, "updated_at": made, "created_by": owner, "updated_by": owner,
        "created_via": "bench",
    }  # fmt: skip


def fill(db: Any, key: str, rows: Iterator[Row], count: int) -> None:
    """Put `count` rows into the table of a form, with what is searched of them."""
    for first in range(0, count, CHUNK):
        chunk = [next(rows) for _ in range(min(CHUNK, count - first))]
        run(db, lambda tx, first=first, chunk=chunk: _insert(tx, key, first, chunk))  # type: ignore[misc]


def _insert(tx: Tx, key: str, first: int, chunk: list[Row]) -> None:
    form: Form = load(tx)[key]
    known = set(form.table.c.keys())
    values = [
        {"id": first + n + 1, **{k: v for k, v in row.items() if k in known}} for n, row in enumerate(chunk)
    ]
    tx.execute(insert(form.table), values)
    if not tx.db.is_sqlite:
        tx.connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{form.table.name}', 'id'), %s)", (first + len(chunk),)
        )
    put_rows(tx, form, [(first + n + 1, row) for n, row in enumerate(chunk)])
