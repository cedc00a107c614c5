"""Whole processes of the command: --help, cite, import; beside an interpreter that does nothing."""

from __future__ import annotations

import hashlib
import itertools
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import texts
from benchmarks.captures import Size
from benchmarks.child import TOP, Ran, run
from benchmarks.measure import Row, Target, alternate
from benchmarks.site import serving

BARE = "bare python"
_SAMPLES = TOP.parent / "shared" / "seeds"


def archiver(*words: str | Path) -> Ran:
    """The command as it is installed beside this interpreter."""
    installed = Path(sys.executable).parent / "archiver"
    command: list[str | Path] = [installed] if installed.is_file() else [sys.executable, "-m", "archiver"]
    return run([*command, *words])


def bare() -> Ran:
    """What starting Python costs in any case."""
    return run([sys.executable, "-c", "pass"])


def _rows(size: Size, runs: dict[str, Callable[[], Ran]], limit: float) -> list[Row]:
    ran = alternate(2 * size.rounds, {BARE: bare, **runs}, warm_up=True)
    walls = {name: tuple(one.wall for one in all_) for name, all_ in ran.items()}
    target = Target("value", "≤", limit)
    return [Row(name, "s", walls[name], walls[BARE], BARE, target) for name in runs]


def help_(size: Size, work: Path, python: Path | None) -> list[Row]:
    """``archiver --help``."""
    del work, python
    return _rows(size, {"archiver --help": lambda: archiver("--help")}, 0.2)


def cite(size: Size, work: Path, python: Path | None) -> list[Row]:
    """``archiver cite ID`` on archives of many captures: in groups, and a WARC file for each."""
    del python
    runs: dict[str, Callable[[], Ran]] = {}
    for flags, words in ((("extract",), "in groups"), (("extract", "single"), "a WARC each")):
        folder, identifier = _archive(work.parent / "archives", size.captures, flags)
        runs[f"archiver cite, {size.captures} captures {words}"] = _citing(folder, identifier)
    return _rows(size, runs, 0.4)


def _citing(folder: Path, identifier: str) -> Callable[[], Ran]:
    return lambda: archiver("cite", "--archive", folder, identifier)


def _archive(home: Path, count: int, flags: tuple[str, ...]) -> tuple[Path, str]:
    """An archive of our pages and an ID in it; kept until the code changes."""
    folder = home / f"{state_of_code()}-{count}-{'-'.join(flags)}"
    note = folder / "cite.txt"
    if not note.is_file():
        for old in home.glob(f"*-{count}-{'-'.join(flags)}"):
            shutil.rmtree(old)
        print(f"making an archive of {count} captures ({', '.join(flags)})", file=sys.stderr)
        with serving(count, 1) as site:
            command = ["-m", "benchmarks.children.archiver_capture", str(folder), site.pages, str(count), "1"]
            ran = run([sys.executable, *command, *flags], reads_json=True)
        note.write_text(ran.said["id"])
    return folder, note.read_text()


def state_of_code() -> str:
    """Twelve hex digits that change when what is measured does."""
    digest = hashlib.sha256()
    for path in sorted(itertools.chain((TOP / "archiver").rglob("*.py"), (TOP / "schemas").rglob("*.json"))):
        digest.update(path.read_bytes())
    digest.update(Path(texts.__file__).read_bytes())
    return digest.hexdigest()[:12]


def import_(size: Size, work: Path, python: Path | None) -> list[Row]:
    """``archiver import`` of a digest into a fresh archive: one of ours, and the sample where it is there."""
    del python
    made = work / "digest.txt"
    made.write_text(texts.digest(), encoding="utf-8")
    found = sorted(_SAMPLES.glob("*.txt")) if _SAMPLES.is_dir() else []
    runs = {"archiver import, digest made up": _importing(made, work)}
    runs |= {f"archiver import, sample {path.stem[:8]}": _importing(path, work) for path in found[:1]}
    return _rows(size, runs, 1.5)


def _importing(path: Path, work: Path) -> Callable[[], Ran]:
    folders = (work / f"{path.stem}-{number}" for number in itertools.count())

    def start() -> Ran:
        return archiver("import", "--archive", next(folders), path)

    return start
