"""`bulou doctor --leaks`: the leak drill over this workspace's definitions, in a workspace of its own."""

import logging
import sys
import tempfile
from pathlib import Path

import click

from bulou.cli.parts.part import Looked, Part, parts
from bulou.db.database import Database
from bulou.db.tx import run
from bulou.settings import Settings

QUICK = 6  # every so many people at a door


def look(settings: Settings, db: Database, quick: bool) -> Looked:
    """Take the definitions, never the data, into a scratch folder, which is gone afterwards."""
    from bulou.api.drill.report import as_json, as_text  # nothing else of the command needs the application
    from bulou.api.drill.run import drill
    from bulou.api.drill.scratch import definitions_of

    definitions = run(db, definitions_of, write=False)
    logging.disable(logging.INFO)  # a line for each of some ten thousand requests
    try:
        with tempfile.TemporaryDirectory(prefix="bulou-drill-") as folder:
            drilled = drill(Path(folder), definitions, turns=QUICK if quick else 1, progress=_progress)
    finally:
        logging.disable(logging.NOTSET)
    return Looked(drilled.tight, as_json(drilled), list(as_text(drilled)))


def _progress(person: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} of {total}: {person:<24}", err=True, nl=done == total)


parts.register(Part("leaks", "Hold the leak drill: every door, as everybody, in a copy without data.", look))
