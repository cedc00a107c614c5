"""``archiver init``."""

from __future__ import annotations

import click

from archiver.cli.shared import archive_option, archive_path


@click.command("init")
@click.option("--title", help="What the archive is called.")
@click.option("--naan", help="Your Name Assigning Authority Number: IDs become ark:NAAN/…")
@click.option("--shoulder", help="What every name starts with (betanumerics, such as n1).")
@click.option("--base-url", help="Where the archive is published, ending in /: citations link there.")
@archive_option
def command(title: str | None, naan: str | None, shoulder: str | None, base_url: str | None) -> None:
    """Make an archive, or set its title, NAAN, shoulder and address.

    IDs given before a change stay as they are. An archive whose archive.json is lost has it made again with --naan,
    where no copy has it (`archiver repair --from COPY`).
    """
    from archiver.errors import NotFound
    from archiver.store.folder import Folder

    fields = {"title": title, "naan": naan, "shoulder": shoulder, "baseUrl": base_url}
    path = archive_path()
    try:
        if naan and Folder.lacks_info(path):  # said on purpose: IDs of captures to come hang on it
            raise NotFound
        folder = Folder.open(path)
        done = "changed" if any(fields.values()) else "is an archive already"
        folder = folder.configure(**fields) if any(fields.values()) else folder
    except NotFound:
        folder, done = Folder.create(path, **fields), "made"
    info = folder.info
    click.echo(f"{path}: {done}. IDs are ark:{info.naan}/{info.shoulder}…")
    if info.is_test_range:
        click.echo(
            "NAAN 99999 is the test range, not for long-term reference: give your own with --naan", err=True
        )
