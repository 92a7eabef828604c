"""Functions that the reading process runs in tests; it finds them by name."""

import errno
import os
import time

from sqlalchemy import Column, Integer, MetaData, Table, select, text

from bulou.db import settings_table
from bulou.db.kept import Kept
from bulou.db.tx import Tx
from bulou.kit.errors import FieldProblem, Invalid

ENDLESS = {
    True: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
    False: "SELECT pg_sleep(600)",
}


THING = Table("thing", MetaData(), Column("id", Integer), Column("size", Integer))
SIZES = Kept(select(THING.c.size))


def sizes(tx: Tx) -> list[tuple[object, ...]]:
    """Rows of a kept statement."""
    return SIZES.rows(tx)


def setting(tx: Tx, key: str) -> tuple[object, str, int]:
    """A setting, the moment of the read and the process that read it."""
    return settings_table.get(tx, key), tx.now_text, os.getpid()


def refuse(tx: Tx, field: str) -> None:
    """An error that people are told about."""
    raise Invalid(problems=[FieldProblem(field, "bad", {"most": 3})], reason="because")


def stumble(tx: Tx) -> None:
    """An error of ours."""
    raise ZeroDivisionError("by zero")


def fill_the_disk(_tx: Tx) -> None:
    """Find no room for a file."""
    raise OSError(errno.ENOSPC, "No space left on device")


def write(tx: Tx) -> None:
    """What no read may do."""
    settings_table.put(tx, "written", True)


def endless(tx: Tx) -> object:
    """A query that never ends by itself."""
    return tx.value(text(ENDLESS[tx.db.is_sqlite]))


def deaf(tx: Tx) -> None:
    """Work that no interrupt of the database reaches."""
    time.sleep(600)


def die(tx: Tx, marker: str) -> str:
    """The process dies the first time."""
    if not os.path.exists(marker):
        open(marker, "w").close()
        os._exit(1)
    return "second time"


def always_die(tx: Tx) -> None:
    """The process dies every time."""
    os._exit(1)
