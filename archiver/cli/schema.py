"""``archiver schema``."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("schema", no_args_is_help=False)
def command() -> None:
    """The published JSON Schemas of captures, items and archives."""


@command.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("schemas"))
def export(folder: Path) -> None:
    """Write the schemas into FOLDER [default: schemas], a folder a name, a file a version."""
    from archiver.model.base import SCHEMA_VERSION
    from archiver.model.schemas import schemas
    from archiver.store.failure import storing

    for name, text in schemas().items():
        path = folder / name / f"{SCHEMA_VERSION}.json"
        with storing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        click.echo(path)
