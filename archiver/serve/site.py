"""What every endpoint finds at ``request.app.state.site``."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from starlette.requests import Request

from archiver.serve.kept import Kept
from archiver.serve.origins import Origins, Pair
from archiver.serve.readers import Readers
from archiver.serve.settings import Settings

if TYPE_CHECKING:
    from archiver.serve.replay.packages import Packages


@dataclass(frozen=True)
class Site:
    """One archive, served. ``turn``: for pages of items, which take nothing but processor time: one after the other is
    faster than side by side, as Python works on one. ``lookups``: room for so many at once, in processes of their own.
    """

    readers: Readers
    settings: Settings
    origins: Origins
    packages: Packages
    kept: Kept
    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    lookups: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    return cast("Site", request.app.state.site)


def pair_of(request: Request) -> Pair:
    """The two origins as this reader reaches them."""
    return cast("Pair", request.state.pair)
