"""The peers' own environment ``.bench/``, made on first use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.child import TOP

HOME = TOP / ".bench"
PEERS = ("warcio>=1.7.5,<2", "requests>=2.32,<3", "cdxj-indexer>=1.5,<2", "wacz>=0.6,<0.7", "setuptools<81")


def peer_python() -> Path | None:
    """The interpreter of the peers' environment; None, said loudly, where it cannot be made."""
    python, ready = HOME / "bin" / "python", HOME / ".ready"
    wanted = "\n".join(PEERS)
    if ready.is_file() and ready.read_text() == wanted:
        return python
    print(f"setting up {HOME.name}/ for the peers: {', '.join(PEERS)}", file=sys.stderr)
    try:
        subprocess.run([sys.executable, "-m", "venv", HOME], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PEERS], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"NO PEERS: {error}. Only our own figures follow, without ratios", file=sys.stderr)
        return None
    ready.write_text(wanted)
    return python
