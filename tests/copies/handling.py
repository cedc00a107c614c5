"""What is done to archives and copies in these tests."""

from __future__ import annotations

from pathlib import Path

import archiver


def states(archive: archiver.Archive, destination: str) -> list[str]:
    return [copied.state for copied in archive.replicate(destination)]


def damage(path: Path) -> bytes:
    """Flip a bit in the middle; gives the damaged bytes."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)
    return bytes(data)
