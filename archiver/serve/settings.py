"""How a server was asked to run."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

PORT = 8480


@dataclass(frozen=True)
class Settings:
    """``replay_port``: None for the one after ``port``. ``public_url``, ``replay_url``: where a proxy publishes the
    two origins, ``https://archive.example`` without a final slash; both or none. ``viewer``: the folder with
    ReplayWeb.page's two files, None for where ``archiver viewer install`` puts them. ``processes``: how many answer.
    """

    port: int = PORT
    replay_port: int | None = None
    bind: str = "127.0.0.1"
    public_url: str | None = None
    replay_url: str | None = None
    viewer: Path | None = None
    processes: int = 1

    @property
    def second_port(self) -> int:
        """The port of the replay origin where both have one host name."""
        return self.port + 1 if self.replay_port is None else self.replay_port

    def document(self) -> dict[str, Any]:
        """The settings as plain JSON values."""
        return asdict(self) | {"viewer": None if self.viewer is None else str(self.viewer.absolute())}

    @classmethod
    def of(cls, values: dict[str, Any]) -> Self:
        """The settings of such a document."""
        viewer = values["viewer"]
        return cls(**values | {"viewer": None if viewer is None else Path(viewer)})
