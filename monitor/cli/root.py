"""`marsad`: finds a command's file by its name, and turns what goes wrong into one line and an exit code."""

from importlib import import_module
from pkgutil import iter_modules

import click

from monitor import __version__, cli

NOT_COMMANDS = {"root", "common", "labelling", "looking", "probing"}


class Commands(click.Group):
    """Every module of this package but the helpers is a command; its file is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in iter_modules(cli.__path__) if module.name not in NOT_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"monitor.cli.{cmd_name}").command
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="marsad")
def marsad() -> None:
    """Watches Arabic live news coverage and alerts when an update concerns a town or a subject.

    Begin with `marsad demo` (needs nothing) or `marsad init` (writes a config.toml).
    Exit codes: 0 done, 1 the work failed, 2 the input is wrong.
    """


def main() -> None:
    """The entry point of the command `marsad`."""
    marsad()
