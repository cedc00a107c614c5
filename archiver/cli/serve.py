"""``archiver serve``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from archiver.cli.shared import archive_option, archive_path, say
from archiver.serve import PORT


@click.command("serve")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Of the pages; 0 for a free one.",
)
@click.option(
    "--replay-port",
    type=click.IntRange(0, 65535),
    help="Of the second origin, where archived pages are replayed [default: the next one].",
)
@click.option(
    "--bind", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to listen on."
)
@click.option(
    "--public-url", metavar="URL", help="Where a proxy publishes the pages: https://archive.example"
)
@click.option(
    "--replay-url", metavar="URL", help="Where it publishes replay: another host name, never the same."
)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    metavar="N",
    help="How many answer [default: two, or one on one processor].",
)
@archive_option
def command(
    port: int,
    replay_port: int | None,
    bind: str,
    public_url: str | None,
    replay_url: str | None,
    processes: int | None,
) -> None:
    """Show the archive as web pages: search, every item with its sources, replay.

    Reading only. Archived pages are replayed on an origin of their own, where their scripts reach neither these
    pages nor the network. Ctrl-C ends it.
    """
    from archiver.cli.serving import serve
    from archiver.serve import Settings

    settings = Settings(
        port,
        replay_port,
        bind,
        public_url,
        replay_url,
        processes=processes or min(os.cpu_count() or 1, 2),
    )
    path: Path = archive_path()
    serve(path, settings, lambda pair: say(f"The archive {path}/ is at {pair.ui}/ (Ctrl-C ends it)"))
