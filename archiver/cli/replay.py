"""``archiver replay``."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import click

from archiver.cli.shared import archive_option, archive_path, opened, say

if TYPE_CHECKING:
    from archiver.serve.origins import Pair


@click.command("replay")
@click.argument("identifier", metavar="ID")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@archive_option
def command(identifier: str, no_browser: bool) -> None:
    """Show a captured page as it was, in your browser.

    Serves the archive on a free port of this machine, prints the address of the page there and opens it. It needs
    the viewer: `archiver viewer install`. Ctrl-C ends it.
    """
    from archiver.cli.serving import serve
    from archiver.serve import Settings, viewer

    with opened() as archive:
        capture = archive.get_capture(identifier)

    def show(pair: Pair) -> None:
        address = f"{pair.ui}/{capture.id}/replay"
        click.echo(address)
        if not no_browser:
            # Some browsers run in the terminal, and give control back only at their end.
            threading.Thread(target=_browse, args=(address,), daemon=True).start()

    if viewer.find() is None:
        say(f"note: the viewer is not installed, and the page will say so: {viewer.INSTALL}")
    say(f"The archive {archive_path()}/ is served until Ctrl-C")
    serve(archive_path(), Settings(port=0), show)


def _browse(address: str) -> None:
    import webbrowser

    if not webbrowser.open(address):
        say("no browser could be started: open the address above in one")
