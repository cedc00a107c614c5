"""Put a value into a draft as what it is: a transform of the text at a place. Never a value of our own making."""

from __future__ import annotations

from typing import Any

from archiver.extract.draft import Draft
from archiver.model.provenance import Method, Transform
from archiver.page import transforms
from archiver.page.check import base_at, context
from archiver.page.page import Page, Place


class Stating:
    """One page, one method: computes each value with the very transform that ``verify`` applies again."""

    def __init__(self, page: Page, method: Method) -> None:
        self.page = page
        self.method = method
        self._context = context(page)

    def value(self, place: Place, transform: Transform) -> Any:
        """What ``place`` says under ``transform``; None when it says nothing."""
        known = self._context
        if transform == "absolute-url" and self.page.is_xml:
            known = known._replace(base=base_at(self.page, place.selectors))
        found = transforms.apply(transform, place.raw, known)
        return None if found == "" else found

    def put(
        self, draft: Draft, name: str, place: Place, rule: str, transform: Transform = "verbatim", **how: Any
    ) -> bool:
        """Set a field from ``place``; False, and nothing set, when the text there says nothing."""
        found = self.value(place, transform)
        if found is None:
            return False
        method = how.pop("method", self.method)
        if transform == "date" and (note := transforms.date_note(place.raw, self._context)):
            how = {"note": note, "confidence": "inferred", **how}
        draft.put(name, found, self.page.source(place, method, rule, transform=transform, **how))
        return True

    def put_part(
        self,
        draft: Draft,
        name: str,
        position: int,
        part: str,
        place: Place,
        rule: str,
        transform: Transform = "verbatim",
    ) -> bool:
        """Set ``name[position].part`` from ``place``."""
        found = self.value(place, transform)
        if found is None:
            return False
        source = self.page.source(place, self.method, rule, transform=transform)
        draft.put_in(name, position, part, found, source)
        return True

    def put_position(self, draft: Draft, position: int, place: Place, rule: str) -> None:
        """``position`` counted by order: the place is where the item stands."""
        source = self.page.source(place, "order", rule, transform="ordinal", keep_raw=False)
        draft.put("position", position, source)

    def put_list(self, draft: Draft, fragment: str, place: Place, rule: str, note: str | None = None) -> None:
        """``isPartOf``: the extent of the list in this page, as a fragment of the page's URL; its name in ``note``."""
        source = self.page.source(place, self.method, rule, transform="extent", keep_raw=False, note=note)
        draft.put("isPartOf", fragment, source)
