"""What must be kept: floors that may rise and not fall (``floors.toml``), targets to reach, fingerprints of the
corpora.

A figure is kept to three digits and cut, not rounded, so that a floor never stands above what was measured.
"""

from __future__ import annotations

import math
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.quality.sets import SHARED

FILE = Path(__file__).parent / "floors.toml"
HEAD = """\
# What `make test` holds archiver to, on each labelled set: from 0 to 1, better when higher.
# Floors may rise and not fall: `make quality RAISE=1` raises them to what is measured. A test compares them with the
# history of this file.
"""
TARGET = 0.97
"""To be reached on our own sets by every figure."""

Table = dict[str, dict[str, float]]


def floors() -> Table:
    """The floor of each figure of each set."""
    return {
        name: dict(figures) for name, figures in _read(FILE.read_text("utf-8")).items() if name != "corpora"
    }


def fingerprints() -> dict[str, str]:
    """SHA-256 of the shared corpora that the floors were measured on."""
    return {name: str(value) for name, value in _read(FILE.read_text("utf-8")).get("corpora", {}).items()}


def below(name: str, figures: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """The figures of a set that are under their floor: what was measured, and the floor."""
    kept = floors().get(name, {})
    return {
        key: (figures.get(key, 0.0), floor) for key, floor in kept.items() if figures.get(key, 0.0) < floor
    }


def raise_to(name: str, figures: Mapping[str, float]) -> None:
    """Write the floors of a set anew, each the higher of what it was and what was measured."""
    table, prints = floors(), fingerprints()
    known = table.setdefault(name, {})
    for key, value in figures.items():
        known[key] = max(known.get(key, 0.0), math.floor(value * 1000) / 1000)
    FILE.write_text(text_of(table, prints), encoding="utf-8")


def set_fingerprints(prints: dict[str, str]) -> None:
    """Write which corpora the floors are measured on."""
    FILE.write_text(text_of(floors(), prints), encoding="utf-8")


def text_of(table: Table, prints: Mapping[str, str]) -> str:
    """The file's text: sections and keys in order, so that a change shows as a change."""
    parts = [HEAD, "\n[corpora]\n", *(f'{name} = "{value}"\n' for name, value in sorted(prints.items()))]
    for name in sorted(table):
        parts.append(f"\n[{name}]\n")
        parts += [f'"{key}" = {value}\n' for key, value in sorted(table[name].items())]
    return "".join(parts)


def lines(name: str, figures: Mapping[str, float]) -> Iterator[str]:
    """For people: figure, value, floor, and what is not kept or not reached."""
    kept = floors().get(name, {})
    for key, value in sorted(figures.items()):
        floor = kept.get(key, 0.0)
        low = "  BELOW THE FLOOR" if value < floor else ""
        short = f"  target {TARGET} not reached" if name not in SHARED and value < TARGET else ""
        yield f"{key:28} {value:6.3f}  floor {floor:.3f}{low}{short}"


def once() -> Table:
    """The highest floors that were ever committed; empty where there is no history."""
    highest: Table = {}
    place = FILE.relative_to(FILE.parents[2]).as_posix()
    for commit in _git("log", "--format=%H", "--", place).split():
        for name, figures in _read(_git("show", f"{commit}:{place}")).items():
            for key, value in figures.items() if name != "corpora" else ():
                highest.setdefault(name, {})[key] = max(value, highest.get(name, {}).get(key, 0.0))
    return highest


def _git(*arguments: str) -> str:
    ran = subprocess.run(
        ["git", *arguments], cwd=FILE.parents[2], capture_output=True, text=True, check=False
    )
    return ran.stdout if ran.returncode == 0 else ""


def _read(text: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(text)
