"""``archive.json``: who this archive is."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from archiver.model.base import Instant, Model

TEST_NAAN = "99999"
TEST_SHOULDER = "fk4"


class ArchiveInfo(Model):
    """Title, name range and public address of one archive."""

    schema_: Literal["https://archiver.example/schemas/archive/1.0.0.json"] = Field(
        default="https://archiver.example/schemas/archive/1.0.0.json", alias="$schema"
    )
    title: Annotated[str, Field(min_length=1, max_length=200)] = "archiver"
    naan: Annotated[str, StringConstraints(pattern=r"^[0-9]{5,9}$")] = TEST_NAAN
    shoulder: Annotated[str, StringConstraints(pattern=r"^[0-9bcdfghjkmnpqrstvwxz]{1,8}$")] = TEST_SHOULDER
    baseUrl: Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>]+/$")] | None = Field(
        default=None, description="where the archive is published; IDs are appended"
    )
    created: Instant

    @property
    def is_test_range(self) -> bool:
        """True while IDs come from the test NAAN and are not for long-term reference."""
        return self.naan == TEST_NAAN
