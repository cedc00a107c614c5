"""Where a user's own files lie, outside every archive: the XDG Base Directory Specification 0.8.

Names folders; makes none and looks into none.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def settings_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Ours in the user's folder for settings. Raises RuntimeError where no home folder is known."""
    return _ours(environment, "XDG_CONFIG_HOME", ".config")


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Ours in the user's folder for data. Raises RuntimeError where no home folder is known."""
    return _ours(environment, "XDG_DATA_HOME", ".local/share")


def _ours(environment: Mapping[str, str], variable: str, usual: str) -> Path:
    base = Path(environment.get(variable) or "")
    if not base.is_absolute():  # as the specification has it: such a value is ignored
        home = environment.get("HOME")
        base = (Path(home) if home else Path.home()) / usual
    return base / "archiver"
