"""``datapackage-digest.json`` and the signature in it (WACZ Signing and Verification 0.1.0). Pure but for reading.

An anonymous signature that is valid says: the owner of this key signed a package with this ``datapackage.json``.
It covers the digest alone, not ``created`` and ``software`` beside it, and says neither who nor when. Whoever takes it
away leaves an unsigned package behind, which is a warning; who replaces it by their own leaves another key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from archiver.verify.package.container import Container
from archiver.verify.package.described import DESCRIPTOR, DIGEST, Described, json_of
from archiver.verify.report import Report

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

_HALF = 48  # bytes of r and of s on P-384
_ANONYMOUS = frozenset({"hash", "created", "software", "version", "signature", "publicKey"})
_DOMAIN = frozenset({"domain", "domainCert", "timeSignature", "timestampCert", "crossSignedCert"})


def check_signature(
    report: Report, container: Container, described: Described, signer: str | None = None
) -> None:
    """Check digest and signature; what was found stands in ``report.package`` too.

    There ``signature`` is ``valid``, ``invalid``, ``absent`` or ``unknown``; ``key`` is the fingerprint of a valid one.
    """
    said: dict[str, str] = {"name": container.name, "digest": described.digest}
    report.package = said
    said["signature"] = _state(report, container, described, said)
    if said["signature"] == "valid":
        report.notes.append(
            f"signed with the key {said['key']}: by its owner, whoever that is and whenever it was"
        )
    if signer is not None and said.get("key") != signer:
        by = said.get("key", "nobody that can be told")
        report.error(DIGEST, "signer", f"it has to be signed with the key {signer}, and is by {by}")


def _state(report: Report, container: Container, described: Described, said: dict[str, str]) -> str:
    if DIGEST not in container.entries:
        report.warning(container.name, "unsigned", f"it has no {DIGEST}: nothing vouches for {DESCRIPTOR}")
        return "absent"
    document = json_of(report, container, DIGEST)
    if not isinstance(document, dict):
        report.error(DIGEST, "package-digest", "it is no JSON object")
        return "invalid"
    if document.get("path") != DESCRIPTOR or document.get("hash") != described.digest:
        stated = f"{str(document.get('path'))[:80]} as {str(document.get('hash'))[:80]}"
        report.error(DIGEST, "package-digest", f"{DESCRIPTOR} is {described.digest}, it states {stated}")
    if not described.digest:
        return "invalid"  # there is nothing that could be signed, which is said already
    if "signedData" not in document:
        report.warning(DIGEST, "unsigned", "it has no signature: anybody can have made it so")
        return "absent"
    return _of_signed_data(report, document["signedData"], described, said)


def _of_signed_data(report: Report, signed: Any, described: Described, said: dict[str, str]) -> str:
    if not isinstance(signed, dict) or not all(isinstance(value, str) for value in signed.values()):
        report.error(DIGEST, "signature", "signedData is no object of texts")
        return "invalid"
    if signed.get("hash") != described.digest:
        stated = signed.get("hash", "nothing")[:80]
        report.error(DIGEST, "signature", f"it signs {stated}, {DESCRIPTOR} is {described.digest}")
        return "invalid"
    if signed.keys() & _DOMAIN or "publicKey" not in signed:
        kind = "of a domain" if signed.keys() & _DOMAIN else "of a kind that is not known here"
        report.warning(
            DIGEST, "signature-unknown", f"a signature {kind}: not checked, check it with another tool"
        )
        return "unknown"
    for said_of in _form(signed):
        report.warning(DIGEST, "signature-form", said_of)
    problem = _problem(signed)
    if "created" in signed and signed["created"] != described.document.get("created"):
        problem = f"created in signedData is not the one in {DESCRIPTOR}"
    if problem:
        report.error(DIGEST, "signature", problem)
        return "invalid"
    said["key"] = f"sha256:{hashlib.sha256(_plain(signed['publicKey'])).hexdigest()}"
    return "valid"


def _form(signed: dict[str, str]) -> Iterator[str]:
    """What the specification asks for otherwise, though the signature can be checked."""
    for name in sorted(_ANONYMOUS - signed.keys()):
        yield f"signedData has no {name}"
    for name in sorted(signed.keys() - _ANONYMOUS):
        yield f"signedData has {name[:40]!r}, which the specification does not allow"


def _plain(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _problem(signed: dict[str, str]) -> str:
    """Why the signature is not valid, "" where it is."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        raw, key = _plain(signed.get("signature", "")), _key(_plain(signed["publicKey"]))
    except (binascii.Error, ValueError):
        return "signature or publicKey is no base64"
    if key is None:
        return "publicKey is no key on the curve P-384"
    if len(raw) != 2 * _HALF:
        return f"the signature has {len(raw)} bytes, on P-384 it has {2 * _HALF}"
    der = encode_dss_signature(int.from_bytes(raw[:_HALF], "big"), int.from_bytes(raw[_HALF:], "big"))
    try:
        key.verify(der, signed["hash"].encode(), ECDSA(SHA256()))
    except InvalidSignature:
        return "the signature is not by the key that it names, or not of this package"
    return ""


def _key(data: bytes) -> EllipticCurvePublicKey | None:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(data)
    except (ValueError, UnsupportedAlgorithm):
        return None
    is_ours = isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP384R1)
    return key if is_ours else None  # type: ignore[return-value]
