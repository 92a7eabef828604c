"""The command line: `bulou <command>`; each command is one file of this folder, found by itself."""

import importlib
import pkgutil
import sys

import click
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from bulou import __version__
from bulou.kit.errors import AppError
from bulou.settings import BadSetting


class Commands(click.Group):
    """Loads a command's module only when it is asked for, so that `bulou --help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands: the names of the modules of this folder."""
        return sorted(_modules())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of the module named so; `import` lives in `import_`."""
        names = _modules()
        if cmd_name not in names:
            return None
        command: click.Command = importlib.import_module(f"{__name__}.{names[cmd_name]}").command
        return command


def _modules() -> dict[str, str]:
    """The module of each command; folders and what the commands share are none."""
    found = (m.name for m in pkgutil.iter_modules(__path__) if not m.ispkg and m.name != "shared")
    return {name.removesuffix("_"): name for name in found}


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bulou")
def root() -> None:
    """Bulou 不漏: opportunity management in which no lead leaks away."""


def main() -> None:
    """The entry point: errors that people can mend are one line and exit code 1."""
    try:
        root(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BadSetting as error:
        click.echo(f"bulou: {error}", err=True)
        sys.exit(2)
    except AppError as error:
        from bulou.cli.shared import said

        click.echo(f"bulou: {said(error)}", err=True)
        sys.exit(1)
    except (SQLAlchemyError, OSError) as error:
        _say_trouble(error)
        sys.exit(1)


def _say_trouble(error: Exception) -> None:
    """A database or folder that cannot be used, in one line; anything else is ours and shows where it was."""
    from bulou.cli.shared import said
    from bulou.db.trouble import trouble

    told = trouble(error)
    if told is None and not isinstance(error, ArgumentError | NoSuchModuleError | OSError):
        raise error
    cause = str(getattr(error, "orig", None) or error).strip()
    click.echo(f"bulou: {said(told)} ({cause})" if told else f"bulou: {cause}", err=True)
