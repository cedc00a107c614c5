"""The signature: valid, invalid, absent and unknown are four things. Checked by others, too."""

from __future__ import annotations

import base64
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

import archiver
from archiver.export.signing import SigningKey
from archiver.verify.report import Report
from tests.verify_packages import repacking
from tests.verify_packages.conftest import check, kinds
from tests.verify_packages.repacking import DESCRIPTOR, DIGEST, Files

Tampered = Callable[..., Report]


def _state(report: Report) -> str:
    assert report.package is not None
    return report.package["signature"]


def _signed(package: bytes) -> dict[str, Any]:
    return dict(json.loads(repacking.unpacked(package)[DIGEST])["signedData"])


def test_the_fields_are_those_of_the_specification(package: bytes) -> None:
    signed = _signed(package)
    assert set(signed) == {"hash", "created", "software", "version", "signature", "publicKey"}
    files = repacking.unpacked(package)
    assert signed["hash"] == repacking.sha256(files[DESCRIPTOR]) == json.loads(files[DIGEST])["hash"]
    assert signed["created"] == json.loads(files[DESCRIPTOR])["created"]
    assert len(base64.b64decode(signed["signature"])) == 96


def test_a_valid_one_names_its_key_and_what_it_is_worth(package: bytes) -> None:
    report = check(package)
    key = repacking.sha256(base64.b64decode(_signed(package)["publicKey"]))
    assert report.package is not None
    assert report.package["key"] == key
    assert any(key in note and "whoever" in note for note in report.notes)


# -- invalid --------------------------------------------------------------------------------------------

_OTHER = base64.b64encode(repacking.spki(repacking.MALLORY)).decode()
_P256 = ec.generate_private_key(ec.SECP256R1())
INVALID: dict[str, dict[str, Any]] = {
    "another key": {"publicKey": _OTHER},
    "a key on another curve": {"publicKey": base64.b64encode(repacking.spki(_P256)).decode()},
    "a key that is none": {"publicKey": base64.b64encode(b"key").decode()},
    "a key that is no base64": {"publicKey": "%%%"},
    "a signature of zeros": {"signature": base64.b64encode(bytes(96)).decode()},
    "a short signature": {"signature": base64.b64encode(bytes(95)).decode()},
    "a signature that is no base64": {"signature": "ж"},
    "no signature": {"signature": None},
    "a number": {"signature": 7},
    "another digest": {"hash": "sha256:" + "0" * 64},
    "no digest": {"hash": None},
    "another time": {"created": "2020-01-01T00:00:00Z"},
}


@pytest.mark.parametrize("fault", INVALID)
def test_an_altered_one_is_invalid(tampered: Tampered, fault: str) -> None:
    report = tampered(lambda files: repacking.edit_signed(files, **INVALID[fault]))
    assert _state(report) == "invalid"
    assert kinds(report) == {"signature"}
    assert report.package is not None
    assert "key" not in report.package


def test_a_signature_in_der_is_not_what_viewers_read(tampered: Tampered, package: bytes) -> None:
    raw = base64.b64decode(_signed(package)["signature"])
    der = utils.encode_dss_signature(int.from_bytes(raw[:48], "big"), int.from_bytes(raw[48:], "big"))
    text = base64.b64encode(der).decode()
    assert _state(tampered(lambda files: repacking.edit_signed(files, signature=text))) == "invalid"


def test_nothing_signed_is_nothing_valid(tampered: Tampered) -> None:
    """No ``datapackage.json``, and a good signature of the empty text."""

    def empty(files: Files) -> None:
        key = repacking.MALLORY
        pair = utils.decode_dss_signature(key.sign(b"", ec.ECDSA(hashes.SHA256())))
        signature = base64.b64encode(b"".join(n.to_bytes(48, "big") for n in pair)).decode()
        repacking.edit_signed(files, hash="", signature=signature, publicKey=_OTHER)
        del files[DESCRIPTOR]

    assert _state(tampered(empty)) == "invalid"


def test_a_digest_of_another_description(tampered: Tampered) -> None:
    def change(files: Files) -> None:
        files[DIGEST] = files[DIGEST].replace(b'"path": "datapackage.json"', b'"path": "other.json"')

    assert kinds(tampered(change)) == {"package-digest"}


# -- by another, absent, unknown -----------------------------------------------------------------------


def test_another_signer_is_told_by_the_key_alone(tampered: Tampered, package: bytes) -> None:
    mine, theirs = check(package).package, tampered(lambda _: None, "signed by another").package
    assert mine is not None and theirs is not None
    assert theirs["signature"] == "valid"
    assert theirs["key"] == repacking.sha256(repacking.spki(repacking.MALLORY)) != mine["key"]
    report = tampered(lambda _: None, "signed by another", signer=mine["key"])
    assert [f.kind for f in report.findings] == ["signer"]
    assert check(package, signer=mine["key"]).findings == []


def test_a_stripped_signature_leaves_an_unsigned_package(tampered: Tampered) -> None:
    def strip(files: Files) -> None:
        files[DIGEST] = json.dumps({"path": DESCRIPTOR, "hash": repacking.sha256(files[DESCRIPTOR])}).encode()

    for change in (strip, lambda files: files.pop(DIGEST)):
        report = tampered(change)
        assert report.ok
        assert _state(report) == "absent"
        assert [(f.severity, f.kind) for f in report.findings] == [("warning", "unsigned")]
        assert kinds(tampered(change, signer="sha256:" + "0" * 64)) == {"signer"}


@pytest.mark.parametrize(
    "fields", [{"domain": "example.org", "domainCert": "x", "publicKey": None}, {"publicKey": None}]
)
def test_another_kind_of_signature_is_said_to_be_unknown(tampered: Tampered, fields: dict[str, Any]) -> None:
    report = tampered(lambda files: repacking.edit_signed(files, **fields))
    assert report.ok
    assert _state(report) == "unknown"
    assert [(f.severity, f.kind) for f in report.findings] == [("warning", "signature-unknown")]


@pytest.mark.parametrize("fields", [{"version": None}, {"seal": "of approval"}])
def test_a_form_that_the_specification_does_not_have(tampered: Tampered, fields: dict[str, Any]) -> None:
    report = tampered(lambda files: repacking.edit_signed(files, **fields))
    assert _state(report) == "valid"
    assert kinds(report, "warning") == {"signature-form"}


# -- the opinions of others ----------------------------------------------------------------------------


def _parts(package: bytes, folder: Path) -> tuple[Path, Path, Path]:
    """Public key in PEM, signature in DER, the signed text: what ``openssl`` takes."""
    signed = _signed(package)
    raw = base64.b64decode(signed["signature"])
    der = utils.encode_dss_signature(int.from_bytes(raw[:48], "big"), int.from_bytes(raw[48:], "big"))
    paths = folder / "key.pem", folder / "signature.der", folder / "text"
    pem = f"-----BEGIN PUBLIC KEY-----\n{signed['publicKey']}\n-----END PUBLIC KEY-----\n"
    for path, data in zip(paths, (pem.encode(), der, signed["hash"].encode()), strict=True):
        path.write_bytes(data)
    return paths


def test_openssl_verifies_it(package: bytes, tmp_path: Path) -> None:
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("no openssl here")
    key, signature, text = _parts(package, tmp_path)
    command = [program, "dgst", "-sha256", "-verify", key, "-signature", signature, text]
    assert subprocess.run(command, capture_output=True, check=False).stdout == b"Verified OK\n"
    text.write_bytes(text.read_bytes()[:-1] + b"!")
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0


# What ReplayWeb.page does with a package's signedData.
WEB_CRYPTO = """
const { hash, signature, publicKey } = JSON.parse(process.argv[1]);
const bytes = (text) => Uint8Array.from(Buffer.from(text, "base64"));
const form = { name: "ECDSA", namedCurve: "P-384" };
crypto.subtle.importKey("spki", bytes(publicKey), form, true, ["verify"]).then((key) =>
  crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, bytes(signature), new TextEncoder().encode(hash))
).then((good) => console.log(good));
"""


def test_web_crypto_verifies_it(package: bytes) -> None:
    program = shutil.which("node")
    if program is None:
        pytest.skip("no node here")
    signed = _signed(package)
    for text, verdict in ((signed, "true"), (signed | {"hash": signed["hash"][:-1] + "!"}, "false")):
        command = [program, "-e", WEB_CRYPTO, json.dumps(text)]
        said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert said.stdout.strip() == verdict, said.stderr


# -- what can be made again ------------------------------------------------------------------------------


def test_one_key_and_the_same_captures_give_the_same_bytes(archive: archiver.Archive, tmp_path: Path) -> None:
    (tmp_path / "digest.txt").write_text(
        "1 COAL EXPORTS RISE WWW.ALPHA.EXAMPLE\u00a0PUBLISHED:2026/01/29\n", "utf-8"
    )
    capture = archive.import_file(tmp_path / "digest.txt")

    def made() -> bytes:
        out = io.BytesIO()
        assert archive.export([capture.id], "wacz", out) == ()
        return out.getvalue()

    first = made()
    archive.rebuild()
    assert made() == first


def test_another_key_changes_the_signature_alone(archive: archiver.Archive, tmp_path: Path) -> None:
    from archiver.export.wacz import export_wacz

    (tmp_path / "a.txt").write_text(
        "1 COAL EXPORTS RISE WWW.ALPHA.EXAMPLE\u00a0PUBLISHED:2026/01/29\n", "utf-8"
    )
    capture = archive.import_file(tmp_path / "a.txt")
    made = []
    for _ in range(2):
        out = io.BytesIO()
        key = SigningKey(ec.generate_private_key(ec.SECP384R1()), ("a note",))
        assert export_wacz(archive.folder, archive.catalog, [archive.brief(capture.id)], out, key) == (
            "a note",
        )
        made.append(repacking.unpacked(out.getvalue()))
    assert [path for path in made[0] if made[0][path] != made[1][path]] == [DIGEST]
