"""The key that packages are signed with: made once, kept from others, and never in the way of an export."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.errors import BadInput
from archiver.export.signing import SigningKey, key_path, signing_key

NONE = serialization.NoEncryption()


def _pem(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, how: serialization.KeySerializationEncryption
) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how)


@pytest.mark.parametrize(
    ("environment", "path"),
    [
        ({"ARCHIVER_KEY": "/k/mine.pem", "XDG_CONFIG_HOME": "/x", "HOME": "/h"}, "/k/mine.pem"),
        ({"ARCHIVER_KEY": "", "XDG_CONFIG_HOME": "/x", "HOME": "/h"}, "/x/archiver/signing-key.pem"),
        ({"XDG_CONFIG_HOME": "not/absolute", "HOME": "/h"}, "/h/.config/archiver/signing-key.pem"),
        ({"HOME": "/h"}, "/h/.config/archiver/signing-key.pem"),
    ],
)
def test_where_the_key_lies(environment: dict[str, str], path: str) -> None:
    assert key_path(environment) == Path(path)


def test_a_key_is_made_on_first_use_and_kept_from_others(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path)}
    first, second = signing_key(environment), signing_key(environment)
    path = key_path(environment)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert first.notes == second.notes == ()
    assert first.private.private_numbers() == second.private.private_numbers()
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


CHILD = """
from archiver.export.signing import signing_key
print(signing_key().private.private_numbers().private_value)
"""


def test_processes_that_start_at_once_end_with_one_key(tmp_path: Path) -> None:
    def child(_: int) -> str:
        command = [sys.executable, "-W", "error", "-c", CHILD]
        environment = {"ARCHIVER_KEY": str(tmp_path / "new" / "key.pem"), "PATH": ""}
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout

    with ThreadPoolExecutor(6) as pool:
        said = set(pool.map(child, range(6)))
    assert len(said) == 1
    assert [entry.name for entry in (tmp_path / "new").iterdir()] == ["key.pem"]


def test_where_none_can_be_kept_one_is_used_once_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    environment = {"ARCHIVER_KEY": str(tmp_path / "file" / "key.pem")}
    first, second = signing_key(environment), signing_key(environment)
    assert first.private.private_numbers() != second.private.private_numbers()
    [note] = first.notes
    assert "for this once" in note
    assert "ARCHIVER_KEY" in note
    assert "\n" not in note


UNUSABLE = {
    "nothing": b"",
    "no key": b"hello",
    "a public key": ec.generate_private_key(ec.SECP384R1())
    .public_key()
    .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo),
    "another curve": _pem(ec.generate_private_key(ec.SECP256R1()), NONE),
    "another kind": _pem(rsa.generate_private_key(65537, 2048), NONE),
    "a password": _pem(ec.generate_private_key(ec.SECP384R1()), serialization.BestAvailableEncryption(b"x")),
}


@pytest.mark.parametrize("what", UNUSABLE)
def test_a_key_that_cannot_be_used_is_refused_and_left_alone(tmp_path: Path, what: str) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(UNUSABLE[what])
    with pytest.raises(BadInput, match=r"key\.pem"):
        signing_key({"ARCHIVER_KEY": str(path)})
    assert path.read_bytes() == UNUSABLE[what]


def test_a_folder_is_no_key(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        signing_key({"ARCHIVER_KEY": str(tmp_path)})


def test_a_key_that_others_may_read_is_used_and_named(tmp_path: Path) -> None:
    environment = {"ARCHIVER_KEY": str(tmp_path / "key.pem")}
    signing_key(environment)
    (tmp_path / "key.pem").chmod(0o644)
    assert "chmod 600" in "".join(signing_key(environment).notes)


def test_a_key_of_openssl_can_be_used(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    command = ["openssl", "ecparam", "-name", "secp384r1", "-genkey", "-noout", "-out", str(path)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no openssl here")
    assert signing_key({"ARCHIVER_KEY": str(path)}).notes == ()


KEY = SigningKey(ec.generate_private_key(ec.SECP384R1()))


@settings(max_examples=50)
@given(st.binary(min_size=32, max_size=32))
def test_signing_again_gives_the_same_and_numbers_keep_their_zeros(digest: bytes) -> None:
    """RFC 6979; r and s are 48 bytes each also where they begin with zeros."""
    text, created = f"sha256:{digest.hex()}", "2026-01-29T00:00:00Z"
    signed = KEY.signed_data(text, created)
    assert signed == KEY.signed_data(text, created)
    assert len(signed["signature"]) == 128
    assert signed["hash"] == text


def test_nothing_of_it_is_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, archiver.cli, archiver.export.wacz, archiver.verify.package\n"
        "assert 'cryptography' not in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
