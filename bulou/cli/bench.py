"""`bulou bench`: the benchmark of the checkout this product is run from."""

import subprocess
import sys
from pathlib import Path

import click

import bulou

ROOT = Path(bulou.__file__).resolve().parents[1]


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Measure this machine; arguments go on to the benchmark (see ./dev bench --help)."""
    if not (ROOT / "bench" / "__main__.py").is_file():
        raise click.ClickException("the benchmark comes with a checkout of the source, not with the package")
    done = subprocess.run([sys.executable, "-m", "bench", *arguments], cwd=ROOT, check=False)
    raise SystemExit(done.returncode)
