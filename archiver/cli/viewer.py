"""``archiver viewer``."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("viewer", no_args_is_help=False)
def command() -> None:
    """Install what `archiver serve` replays pages with: ReplayWeb.page (AGPL).

    It does not come with archiver: you fetch it yourself, once.
    """


@command.command("install")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Take ui.js and sw.js from this folder instead of fetching them with npm.",
)
def install(source: Path | None) -> None:
    """Fetch the viewer's two files with npm, check them, and put them where the server looks.

    That is ARCHIVER_VIEWER, a folder, or else one in your data folder. Only the version that was tested is taken;
    for another one point ARCHIVER_VIEWER at its folder yourself.
    """
    from archiver.serve import viewer

    folder = viewer.install(source)
    click.echo(f"{viewer.NAME} {viewer.VERSION} is in {folder}")


@command.command("status")
def status() -> None:
    """Say where the viewer is, and whether it is the version that was tested. Exits with 4 when there is none."""
    from archiver.errors import NotFound
    from archiver.serve import viewer

    folder = viewer.find()
    if folder is None:
        raise NotFound(f"no {viewer.NAME} in {viewer.home()}: type `{viewer.INSTALL}`")
    tested = viewer.is_tested(folder)
    known = f"{viewer.VERSION}, as tested" if tested else f"another version than the tested {viewer.VERSION}"
    click.echo(f"{viewer.NAME} is in {folder}: {known}")
