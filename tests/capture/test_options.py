"""Options: defaults, both spellings of a name, and what is refused."""

import pytest

from archiver.capture.options import default_options
from archiver.errors import BadInput


def test_names_as_in_the_manifest_and_as_in_python_are_one() -> None:
    ours = default_options(maxBytes=10, allowNetwork=("10.0.0.0/8",), requisites=False)
    assert default_options(max_bytes=10, allow_network=["10.0.0.0/8"], requisites=False) == ours


@pytest.mark.parametrize("wrong", [{"max_bytes": "10"}, {"colour": 1}, {"pace": -1.0}, {"robots": "maybe"}])
def test_what_is_no_option_is_said(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="capture options"):
        default_options(**wrong)
