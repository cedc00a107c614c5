"""The signature of a package: WACZ Signing and Verification 0.1.0, the anonymous kind, and the key it is made with.

A signature proves that a package is as the owner of the key made it. It proves nothing about who that is, nor
about when. ECDSA on P-384 with SHA-256 over the text ``sha256:HEX`` of ``datapackage.json``; r and s as 48 bytes
each, as WebCrypto and so ReplayWeb.page have it; the key as SubjectPublicKeyInfo; both in base64.

The key lies outside every archive, for one user. Reads and writes that one file; may not touch an archive.
"""

from __future__ import annotations

import base64
import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.errors import BadInput
from archiver.xdg import settings_folder

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

VARIABLE = "ARCHIVER_KEY"
_SPECIFICATION = "0.1.0"
_HALF = 48  # bytes of r and of s on P-384
_MAX_FILE = 1 << 16


@dataclass(frozen=True)
class SigningKey:
    """A private key. ``notes``: what the person should know of it, such as that it is not kept."""

    private: EllipticCurvePrivateKey
    notes: tuple[str, ...] = ()

    def signed_data(self, digest: str, created: str) -> dict[str, str]:
        """``signedData`` for a ``datapackage.json`` with this digest (``sha256:HEX``).

        The same key and arguments give the same signature (RFC 6979). ``created`` is taken over, not attested.
        """
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
        from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        der = self.private.sign(digest.encode("ascii"), ECDSA(SHA256(), deterministic_signing=True))
        raw = b"".join(number.to_bytes(_HALF, "big") for number in decode_dss_signature(der))
        public = self.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return {
            "hash": digest,
            "created": created,
            "software": f"archiver/{version('citable-archiver')}",
            "version": _SPECIFICATION,
            "signature": base64.b64encode(raw).decode(),
            "publicKey": base64.b64encode(public).decode(),
        }


def signing_key(environment: Mapping[str, str] = os.environ) -> SigningKey:
    """The user's key, made on first use; one for this once, with a note, where it can neither be found nor kept.

    Raises BadInput for a key file that is there and cannot be used.
    """
    try:
        path = key_path(environment)
        data = _read(path) or _made(path)
    except (OSError, RuntimeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        return SigningKey(
            _new(),
            (
                f"signed with a key for this once: none can be kept ({why}). "
                f"Give a file that can be written in {VARIABLE}",
            ),
        )
    return SigningKey(_loaded(path, data), _exposure(path))


def key_path(environment: Mapping[str, str] = os.environ) -> Path:
    """``ARCHIVER_KEY``, else ``archiver/signing-key.pem`` in the user's folder for settings.

    Raises RuntimeError where no home folder is known.
    """
    if named := environment.get(VARIABLE):
        return Path(named)
    return settings_folder(environment) / "signing-key.pem"


def _new() -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key

    return generate_private_key(SECP384R1())


def _read(path: Path) -> bytes | None:
    """The key file, None where there is none. Raises BadInput, OSError (its folder cannot be reached)."""
    try:
        with path.open("rb") as file:
            return file.read(_MAX_FILE)
    except FileNotFoundError:
        return None
    except (PermissionError, IsADirectoryError) as error:
        raise BadInput(f"the signing key {path} cannot be read: {error.strerror}") from None


def _made(path: Path) -> bytes:
    """The key file, written whole or not at all; of several processes at once the first one's. Raises OSError."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    data = _new().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)  # never over another process's key
    finally:
        temporary.unlink(missing_ok=True)
    return path.read_bytes()


def _loaded(path: Path, data: bytes) -> EllipticCurvePrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(data, password=None)
    except TypeError:
        raise BadInput(f"the signing key {path} has a password: give one without in {VARIABLE}") from None
    except (ValueError, UnsupportedAlgorithm):
        raise BadInput(
            f"the signing key {path} is no private key in PEM: move it away, or name another in {VARIABLE}"
        ) from None
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP384R1):
        raise BadInput(f"the signing key {path} is not on the curve P-384: name another in {VARIABLE}")
    return key


def _exposure(path: Path) -> tuple[str, ...]:
    if path.stat().st_mode & 0o077:
        return (f"others on this machine may read the signing key {path}: chmod 600 it",)
    return ()
