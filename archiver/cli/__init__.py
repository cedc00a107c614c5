"""The command line: a file a verb. Each parses, makes one call on the façade, prints.

Results go to stdout, progress and warnings to stderr. Exit codes stand on the error classes.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import click

from archiver.errors import ArchiverError

VERBS = (
    ["init", "capture", "import", "extract", "list", "search", "show", "cite", "explain", "verify", "export", "rebuild", "demo", "schema"]
)  # in the order a newcomer meets them
_MODULES = {"import": "import_", "list": "list_"}


class Verbs(click.Group):
    """Commands loaded by name, in the order of ``VERBS``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in order."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one verb."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"archiver.cli.{_MODULES.get(cmd_name, cmd_name)}").command
        return command


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="citable-archiver", prog_name="archiver")
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=True),
    envvar="ARCHIVER_HOME",
    help="The archive folder [default: archives, or ARCHIVER_HOME].",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def cli(context: click.Context, archive: Path | None, debug: bool) -> None:
    """Turn web pages into citations that prove themselves.

    A capture keeps the exact bytes in a WARC file and reads headlines and articles out of them, each
    value with a pointer to where it stands. Start with:  archiver capture URL
    """
    context.obj = {"archive": archive, "debug": debug}


def main() -> None:
    """Run the command line; the one place that turns errors into exit codes."""
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Exit as exit_:
        sys.exit(exit_.exit_code)
    except click.Abort:
        click.echo(
            "archiver: stopped. What was printed is durable; --resume goes on where a run stopped", err=True
        )
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except ArchiverError as error:
        if _debugging():
            raise
        _complain(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _debugging() -> bool:
    return "--debug" in sys.argv[1:]


def _complain(message: str) -> None:
    from archiver.inert import terminal

    click.echo(f"archiver: {terminal(message)}", err=True)
