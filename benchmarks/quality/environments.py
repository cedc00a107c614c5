"""An environment of its own for each peer, below ``.bench/quality/``, made on first use."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.quality.peers import Reader
from benchmarks.setup import HOME

QUALITY = HOME / "quality"
CHILDREN = Path(__file__).parent / "children"


def command(reader: Reader) -> list[str] | None:
    """How a reader is started, without its arguments; None, said loudly, where its environment cannot be made."""
    if not reader.needs:
        return [sys.executable, "-m", "benchmarks.quality.children.ours", reader.name]
    home = QUALITY / (reader.home or reader.name).replace("_", "-")
    steps = _node_steps(home, reader.needs) if reader.node else _python_steps(home, reader.needs)
    if not steps or not _made(home, reader, steps):
        print(
            f"NO {reader.title.upper()}: its environment cannot be made. Its rows are missing",
            file=sys.stderr,
        )
        return None
    if reader.node:
        return ["node", str(CHILDREN / "readability.js"), str(home)]
    return [str(home / "bin" / "python"), str(CHILDREN / "reader.py"), reader.name]


def _python_steps(home: Path, needs: Sequence[str]) -> list[list[str]]:
    pip = [str(home / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    return [[sys.executable, "-m", "venv", str(home)], [*pip, "--upgrade", "pip"], [*pip, *needs]]


def _node_steps(home: Path, needs: Sequence[str]) -> list[list[str]]:
    npm = shutil.which("npm")
    return [[npm, "install", "--silent", "--no-fund", "--prefix", str(home), *needs]] if npm else []


def _made(home: Path, reader: Reader, steps: Sequence[Sequence[str]]) -> bool:
    ready, wanted = home / ".ready", "\n".join(reader.needs)
    if ready.is_file() and ready.read_text() == wanted:
        return True
    print(f"setting up {home.relative_to(HOME.parent)}: {', '.join(reader.needs)}", file=sys.stderr)
    home.mkdir(parents=True, exist_ok=True)
    try:
        for step in steps:
            subprocess.run(step, check=True, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return False
    ready.write_text(wanted)
    return True
