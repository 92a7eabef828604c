"""`bulou openapi`: the OpenAPI document, as the server has it."""

import tempfile
from pathlib import Path

import click
import orjson

from bulou.settings import read_settings


@click.command()
def command() -> None:
    """Print the OpenAPI document as JSON."""
    from bulou.api.app import create_app

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(read_settings({}, data_dir=Path(folder)))
        click.echo(orjson.dumps(app.openapi(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode())
