"""What is logged of an error names no value."""

import logging
import sys

import orjson
import pytest

from bulou.kit.logging import JsonLines, Lines

TOLD = (
    'duplicate key value violates unique constraint "ux"\nDETAIL:  Key (phone)=(13900000000) already exists.'
)


@pytest.mark.parametrize("formatter", [JsonLines(), Lines("%(message)s")])
def test_what_the_database_tells_of_a_row_is_left_out(formatter: logging.Formatter) -> None:
    try:
        raise ValueError(TOLD)
    except ValueError:
        record = logging.LogRecord("bulou", logging.ERROR, "", 0, "unexpected", (), sys.exc_info())
    line = formatter.format(record)
    assert "13900000000" not in line
    assert "violates unique constraint" in line
    if isinstance(formatter, JsonLines):
        assert "DETAIL: (left out)" in orjson.loads(line)["trace"]
