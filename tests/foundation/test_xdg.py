"""Where a user's own files lie, by the XDG Base Directory Specification."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver.xdg import data_folder, settings_folder


@pytest.mark.parametrize(
    ("environment", "settings", "data"),
    [
        ({"HOME": "/h"}, "/h/.config/archiver", "/h/.local/share/archiver"),
        (
            {"HOME": "/h", "XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d"},
            "/c/archiver",
            "/d/archiver",
        ),
        (
            {"HOME": "/h", "XDG_CONFIG_HOME": "c", "XDG_DATA_HOME": "./d"},
            "/h/.config/archiver",
            "/h/.local/share/archiver",
        ),
        (
            {"HOME": "/h", "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": ""},
            "/h/.config/archiver",
            "/h/.local/share/archiver",
        ),
    ],
)
def test_a_folder_is_the_one_named_or_the_usual_one(
    environment: dict[str, str], settings: str, data: str
) -> None:
    """One that is empty or not absolute counts as not named."""
    assert (settings_folder(environment), data_folder(environment)) == (Path(settings), Path(data))


def test_without_a_home_the_users_own_is_looked_up() -> None:
    assert settings_folder({}) == Path.home() / ".config" / "archiver"
