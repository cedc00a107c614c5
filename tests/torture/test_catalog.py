"""Case 4: the catalog is deleted, corrupted, cut or replaced, at rest and in use. It is a cache: no ID goes with it."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import archiver
from tests.torture.effort import some
from tests.torture.survival import assert_survived
from tests.torture.victims import CODES, Victim

Damage = Callable[[Path], None]


def deleted(path: Path) -> None:
    path.unlink()


def deleted_with_its_journal(path: Path) -> None:
    for part in path.parent.glob(f"{path.name}*"):
        part.unlink()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def no_database(path: Path) -> None:
    path.write_bytes(b"this is no database" * 1000)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def another_database(path: Path) -> None:
    deleted_with_its_journal(path)
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE cats (name TEXT)")
    other.close()


def another_database_of_our_version(path: Path) -> None:
    another_database(path)
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version=1")
    other.close()


def of_another_archive(path: Path) -> None:
    (path.parent.with_name("other.txt")).write_text("of another archive", "utf-8")
    with archiver.open(path.parent.with_name("other")) as other:
        other.import_file(path.parent.with_name("other.txt"), extract=False)
    deleted_with_its_journal(path)
    shutil.copy(path.parent.with_name("other") / path.name, path)


def cut_to(part: float) -> Damage:
    def damage(path: Path) -> None:
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * part)])

    return damage


def noise_at(part: float, length: int = 2000) -> Damage:
    def damage(path: Path) -> None:
        data = bytearray(path.read_bytes())
        start = min(int(len(data) * part), len(data) - length)
        data[start : start + length] = random.Random(start).randbytes(length)
        path.write_bytes(data)

    return damage


DAMAGES: dict[str, Damage] = {
    "deleted": deleted,
    "deleted with its journal": deleted_with_its_journal,
    "emptied": emptied,
    "no database": no_database,
    "a folder": a_folder,
    "another database": another_database,
    "another database of our version": another_database_of_our_version,
    "of another archive": of_another_archive,
    "cut in the header": cut_to(0.0005),
    "cut in the middle": cut_to(0.5),
    "cut near its end": cut_to(0.98),
    **{f"noise at {part:.0%}": noise_at(part) for part in (0.0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)},
}


def rebuilt(home: Path) -> None:
    """A person reads the message and does what it says; a folder is taken away by hand."""
    victim = Victim(home, ("rebuild",), home.parent)
    end = victim.run()
    if (home / "catalog.db").is_dir():
        assert end.code == 6
        assert len(end.remarks) == 1
        (home / "catalog.db").rmdir()
        end = victim.run()
    assert end.code == 0, end


@pytest.mark.parametrize("name", some(list(DAMAGES), 0, 1, 3))
def test_at_rest(name: str, home: Path, earlier: set[str]) -> None:
    DAMAGES[name](home / "catalog.db")
    for arguments in (("list", "--json"), ("verify",), ("search", "snow")):
        end = Victim(home, arguments, home.parent).run()
        assert end.code in CODES, end
        assert "Traceback" not in end.err
        assert not end.code or len(end.remarks) <= 1, end
    note = home.with_name("note.txt")
    note.write_text("taken in while the catalog is damaged", "utf-8")
    end = Victim(home, ("import", str(note), "--json", "--no-extract"), home.parent).run()
    assert end.code in (0, 6), end
    rebuilt(home)
    assert_survived(home, earlier | end.acknowledged)


@pytest.mark.parametrize("name", DAMAGES)
def test_in_use(name: str, home: Path, earlier: set[str]) -> None:
    acknowledged = set(earlier)
    with archiver.open(home) as archive:
        assert list(archive.captures())
        DAMAGES[name](home / "catalog.db")
        for number in range(3):
            note = home.with_name(f"note{number}.txt")
            note.write_text(f"taken in while the catalog is damaged, {number}", "utf-8")
            try:
                acknowledged.add(archive.import_file(note, extract=False).id)
                list(archive.captures())
            except archiver.ArchiverError as error:
                assert "\n" not in str(error)
    rebuilt(home)
    assert_survived(home, acknowledged)
