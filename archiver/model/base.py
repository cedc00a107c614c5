"""What all documents share: immutable, closed, strict, and absent fields left out of the JSON."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, StringConstraints

SCHEMA_BASE = "https://archiver.example/schemas"
SCHEMA_VERSION = "1.0.0"


def schema_uri(name: str) -> str:
    """The ``$id`` of a published schema: ``schema_uri("article")``."""
    return f"{SCHEMA_BASE}/{name}/{SCHEMA_VERSION}.json"


class Model(BaseModel):
    """A frozen, closed, strictly typed document."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)

    def document(self) -> dict[str, Any]:
        """The JSON document as plain values; a field nobody stated is absent, never null."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    def to_json(self) -> bytes:
        """The same document as JSON text in UTF-8, on one line."""
        return self.model_dump_json(by_alias=True, exclude_none=True).encode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Parse one JSON document. Raises pydantic.ValidationError."""
        return cls.model_validate_json(text)


# Patterns stand in the schemas, so [0-9] and not \d (which is any Unicode digit in some validators).
Ark = Annotated[str, StringConstraints(pattern=r"^ark:[0-9]{5,9}/[0-9a-z]+(\.v[0-9]+)?$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
RecordId = Annotated[str, StringConstraints(pattern=r"^<[^<> \t\r\n]+>$")]
Instant = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z$"),
]
# A date as precise as it was stated: a day, or an instant with or without its zone.
IsoDate = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?$"
    ),
]
LANGUAGE_TAG = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"
LanguageTag = Annotated[str, StringConstraints(pattern=LANGUAGE_TAG)]
