"""``Place``: where a value stands in a page. Pure."""

from __future__ import annotations

from collections.abc import Callable

from archiver.model.provenance import Selector, TextForm


class Place:
    """Where a value stands: selectors, the text form they work on, the text they select.

    Most places that are tried hold no value: selectors may be given as what works them out when they are asked for.
    """

    __slots__ = ("_selectors", "raw", "text_form")

    def __init__(
        self,
        selectors: tuple[Selector, ...] | Callable[[], tuple[Selector, ...]],
        text_form: TextForm,
        raw: str,
    ) -> None:
        self._selectors = selectors
        self.text_form: TextForm = text_form
        self.raw = raw

    @property
    def selectors(self) -> tuple[Selector, ...]:
        """Alternatives: each alone selects ``raw``."""
        if not isinstance(self._selectors, tuple):
            self._selectors = self._selectors()
        return self._selectors

    def by(self, selectors: tuple[Selector, ...]) -> Place:
        """The same by these selectors."""
        return Place(selectors, self.text_form, self.raw)
