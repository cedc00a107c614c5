"""An export's file appears whole or not at all, and is not blamed for what others could not be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver.errors import CannotStore
from archiver.export.files import written


def test_the_file_that_failed_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotStore, match="nowhere") as raised, written(tmp_path / "out") as file:
        file.write((tmp_path / "nowhere").read_bytes())
    assert "out" not in str(raised.value).split(":")[0].rsplit("/", 1)[-1]
    with pytest.raises(CannotStore, match="no-folder/out"), written(tmp_path / "no-folder" / "out"):
        pass
    assert list(tmp_path.iterdir()) == []
