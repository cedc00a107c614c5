"""``archiver verify``."""

from __future__ import annotations

import click

from archiver.cli.shared import archive_option, json_option, opened, print_json


@click.command("verify")
@click.argument("ids", metavar="[ID…]", nargs=-1)
@click.option(
    "--depth",
    type=click.Choice(["files", "records", "meaning"]),
    default="meaning",
    show_default=True,
    help="files: whole-file digests; records: every member and block; meaning: everything.",
)
@json_option
@archive_option
def command(ids: tuple[str, ...], depth: str, as_json: bool) -> None:
    """Recompute digests, IDs and every selector; report what differs.

    Exits with 1 when something was found.
    """
    from archiver.cli.present import verified_line
    from archiver.inert import terminal

    with opened() as archive:
        report = archive.verify(*ids, depth=depth)
    if as_json:
        print_json(report.document())
    else:
        for finding in report.findings:
            click.echo(f"{finding.severity}  {finding.kind}  {finding.where}  {terminal(finding.message)}")
        click.echo(verified_line(report))
    if not report.ok:
        raise click.exceptions.Exit(1)
