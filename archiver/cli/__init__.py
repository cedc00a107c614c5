"""The command line: a file a verb. Each parses, makes one call on the façade, prints.

Results go to stdout, progress and warnings to stderr. Exit codes stand on the error classes.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from archiver.errors import ArchiverError

VERBS = [
    "init",
    "capture",
    "import",
    "extract",
    "list",
    "search",
    "show",
    "cite",
    "explain",
    "diff",
    "verify",
    "export",
    "replicate",
    "repair",
    "doctor",
    "rebuild",
    "serve",
    "replay",
    "viewer",
    "demo",
    "schema",
]  # in the order a newcomer meets them
_GARBAGE = 50_000  # new objects between searches for cycles: documents by the thousand hold none
_MODULES = {"import": "import_", "list": "list_"}


class Verbs(click.Group):
    """Commands loaded by name, in the order of ``VERBS``."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The verbs, in order."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the module of one verb."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"archiver.cli.{_MODULES.get(cmd_name, cmd_name)}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; a reader that has seen enough (``| head``) ends it quietly."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _drop_output()
            return 0


@click.group(
    cls=Verbs,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="citable-archiver", prog_name="archiver")
@click.option(
    "--archive",
    type=click.Path(path_type=Path, readable=False),
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
    context.ensure_object(dict).update(archive=archive, debug=debug)
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> None:
    """Run the command line; the one place that turns errors into exit codes."""
    _prepare_streams()
    gc.set_threshold(_GARBAGE)
    atexit.register(gc.freeze)  # Python would look through every object once more before it ends
    chosen: dict[str, Any] = {}  # what `cli` and its verbs were asked to work on
    try:
        # Without standalone mode click returns the code of an Exit instead of exiting with it.
        code = cli.main(prog_name="archiver", standalone_mode=False, obj=chosen)
        sys.exit(code if isinstance(code, int) else 0)
    except click.Abort:
        _complain("stopped. What was printed is durable; --resume goes on where a run stopped", chosen)
        sys.exit(130)
    except click.ClickException as error:
        _complain(_usage(error), chosen)
        sys.exit(2)
    except ArchiverError as error:
        if _debugging():
            raise
        _complain(str(error), chosen)
        sys.exit(error.exit_code)
    except OSError as error:  # of our own output: what an archive meets is a CannotStore
        if _debugging():
            raise
        from archiver.store.failure import cannot_store

        failure = cannot_store(error, error.filename or "input or output")
        notes = getattr(error, "__notes__", ())
        _drop_output()
        _complain(". ".join([failure.what, *notes]) if notes else str(failure), chosen)
        sys.exit(failure.exit_code)


def _prepare_streams() -> None:
    """Closed standard streams are filled, lest a WARC become one; what cannot be encoded is escaped."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """Nobody takes our output any more: what is buffered must not complain when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _usage(error: click.ClickException) -> str:
    """One line for what click says in four."""
    message = error.format_message().rstrip(".")
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "archiver"
    end = "" if message.endswith("?") else "."
    return f"{message[:1].lower()}{message[1:]}{end} `{path} --help` shows what there is"


def _debugging() -> bool:
    return "--debug" in sys.argv[1:]


def _complain(message: str, chosen: Mapping[str, Any]) -> None:
    from archiver.cli.shared import DEFAULT_ARCHIVE, pasteable
    from archiver.inert import terminal
    from archiver.urls import masked

    said = pasteable(message, chosen.get("archive") or DEFAULT_ARCHIVE)
    click.echo(f"archiver: {terminal(masked(said))}", err=True)
