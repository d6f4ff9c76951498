"""Faults of several attempts, so that all can be told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from sim.errors import Fault, SettingsError

T = TypeVar("T")


class Collected:
    """Collects the faults of several attempts, each once; those of a variant alone carry its name."""

    def __init__(self) -> None:
        self.found: dict[Fault, None] = {}

    def of(self, attempt: Callable[[], T], variant: str = "") -> T | None:
        """What the attempt returns; None, and its faults kept, where it fails."""
        try:
            return attempt()
        except SettingsError as error:
            new = [fault for fault in error.faults if fault not in self.found]
            if variant:
                new = [Fault(f"variant {variant}: {fault.where}", fault.rule, fault.value, fault.fix) for fault in new]
            self.add(new)
            return None

    def add(self, faults: Iterable[Fault]) -> None:
        """Keep more faults."""
        self.found.update(dict.fromkeys(faults))

    def stop(self) -> None:
        """Raise ``SettingsError`` if anything was found."""
        if self.found:
            raise SettingsError(self.found)
