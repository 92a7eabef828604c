"""The page of the command line: every command of `bulou` with its arguments and options."""

from __future__ import annotations

from collections.abc import Iterator

import click

from bulou.cli import root

TITLE = "Commands"
HEAD = "`bulou COMMAND --help` says the same. In a checkout: `./dev bulou COMMAND`.\n"


def body() -> str:
    """The page without its title."""
    return HEAD + "".join(_entry(path, command) for path, command in _commands("bulou", root))


def _commands(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner is not None
        yield from _commands(f"{path} {name}", inner)


def _entry(path: str, command: click.Command) -> str:
    lines = [f"\n## `{path}`\n", " ".join((command.help or "").split())]
    parameters = [one for one in command.params if not getattr(one, "hidden", False)]
    if parameters:
        lines += ["", "| argument | default | what |", "| --- | --- | --- |", *map(_row, parameters)]
    return "\n".join(lines) + "\n"


def _row(parameter: click.Parameter) -> str:
    name = parameter.opts[0] if isinstance(parameter, click.Option) else (parameter.name or "").upper()
    shown = parameter.default
    plain = isinstance(shown, str | int | float) and not isinstance(shown, bool)
    default = "required" if parameter.required else f"`{shown}`" if plain else ""
    return f"| `{name}` | {default} | {getattr(parameter, 'help', None) or ''} |"
