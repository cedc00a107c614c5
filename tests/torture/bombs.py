"""Bodies that are small on the wire and monstrous when their codings come off."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from functools import cache

import brotli
import zstandard

GROWN = 128 << 20
_PIECE = b" " * (1 << 20)


def _gzip(pieces: int) -> bytes:
    engine = zlib.compressobj(6, zlib.DEFLATED, 31)
    return b"".join([*(engine.compress(_PIECE) for _ in range(pieces)), engine.flush()])


def _brotli(pieces: int) -> bytes:
    engine = brotli.Compressor(quality=1)
    return b"".join([*(engine.process(_PIECE) for _ in range(pieces)), engine.finish()])


def _zstd(pieces: int) -> bytes:
    engine = zstandard.ZstdCompressor(level=1).compressobj()
    return b"".join([*(engine.compress(_PIECE) for _ in range(pieces)), engine.flush()])


_ONE: dict[str, Callable[[int], bytes]] = {"gzip": _gzip, "br": _brotli, "zstd": _zstd}


@cache
def bomb(coding: str, *outer: str) -> bytes:
    """128 MiB of spaces in a coding, and that in others: ``bomb("gzip", "gzip")`` has two layers."""
    data = _ONE[coding](GROWN >> 20)
    for _ in outer:
        data = gzip.compress(data)
    return data
