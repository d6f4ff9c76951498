"""Everything that supportsim raises on purpose.

::

    SupportsimError
    ├── InputError            what the user gave cannot be used: every fault at once   (exit code 2)
    │   ├── SettingsError     a setting, a variant, an override
    │   └── HistoryError      rows of a recorded history or of a table
    └── StudyError            a study that cannot go on                                (exit code 1)
        └── StudyInterruptedError   stopped by the user; what is finished is kept          (sim.study.run)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where it is, what stands there, which rule it breaks, and what would mend it."""

    where: str
    rule: str
    value: str = ""
    fix: str = ""

    def __str__(self) -> str:
        shown = f" = {self.value}" if self.value else ""
        fix = f" ({self.fix})" if self.fix else ""
        return f"{self.where}{shown}: {self.rule}{fix}"


class SupportsimError(Exception):
    """The root of the tree: catching it catches whatever supportsim raises on purpose."""


class InputError(SupportsimError):
    """What the user gave cannot be used; ``faults`` holds every reason, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(self.message())

    def message(self) -> str:
        """All faults, one a line, under a line that counts them."""
        count = len(self.faults)
        head = "1 thing to mend:" if count == 1 else f"{count} things to mend:"
        return "\n".join([head, *(f"  {fault}" for fault in self.faults)])

    def __reduce__(self) -> tuple[type[InputError], tuple[Sequence[Fault]]]:
        return type(self), (self.faults,)


class SettingsError(InputError):
    """A setting, a variant or an override is wrong."""


class HistoryError(InputError):
    """Rows of a recorded history, a forecast or a roster are wrong."""


class StudyError(SupportsimError):
    """A study cannot go on; what it finished is kept."""
