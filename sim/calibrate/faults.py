"""What is wrong with a history, collected so that all of it can be told at once.

A kind of fault (an unparsable date in one column, say) is one entry, with the number of rows it concerns and the first
of them. Rows are counted as lines of the file, the header being line 1, so that an editor finds them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from sim.declare import Settings
from sim.errors import Fault, HistoryError

SHOWN = 20
"""How many rows of each kind a message lists."""


@dataclass(frozen=True, slots=True)
class RowFault(Fault):
    """One kind of fault in the rows of a file: its first rows, their values, and how many there are."""

    kind: str = ""
    rows: tuple[int, ...] = ()
    values: tuple[str, ...] = ()
    count: int = 0


class FaultBook:
    """Collects the faults of one file; nothing is raised before :meth:`raise_if_any`."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def add(self, kind: str, rule: str, fix: str = "", value: str = "") -> None:
        """A fault of the file as a whole."""
        self.faults.append(RowFault(self.file, rule, value, fix, kind=kind))

    def add_rows(self, kind: str, rows: Iterable[int], values: Iterable[object], rule: str, fix: str) -> None:
        """A fault of some rows; does nothing when there are none. ``values`` may be shorter than ``rows``."""
        lines = [int(row) for row in rows]
        if not lines:
            return
        first = tuple(lines[:SHOWN])
        shown = tuple(str(value) for value, _ in zip(values, first, strict=False))
        listed = ", ".join(str(line) for line in first) + (", ..." if len(lines) > SHOWN else "")
        where = f"{self.file}, {'line' if len(lines) == 1 else f'{len(lines)} lines:'} {listed}"
        distinct = list(dict.fromkeys(shown))
        value = ", ".join(repr(text) for text in distinct[:3]) + (", ..." if len(distinct) > 3 else "")
        self.faults.append(RowFault(where, rule, value, fix, kind=kind, rows=first, values=shown, count=len(lines)))

    def raise_if_any(self) -> None:
        """Raise :class:`sim.errors.HistoryError` with everything collected so far."""
        if self.faults:
            raise HistoryError(self.faults)


def nearest(name: str, known: Iterable[str]) -> str:
    """``did you mean "..."?`` for the closest known name, or an empty text."""
    by_folded = {text.casefold(): text for text in known}
    close = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return f'did you mean "{by_folded[close[0]]}"?' if close else ""


def faults_of_validation(error: ValidationError, model: type[Settings], where: str) -> list[Fault]:
    """Pydantic's faults in our words: path, value, rule, and the nearest name of an unknown setting."""
    faults: list[Fault] = []
    for item in error.errors(include_url=False, include_context=False):
        path = ".".join(str(part) for part in item["loc"])
        place = f"{where}: {path}" if path else where
        value = item["input"]
        shown = repr(value) if isinstance(value, str | int | float | bool) else ""
        if item["type"] == "extra_forbidden":
            known = _fields_at(model, item["loc"][:-1])
            faults.append(Fault(place, "unknown setting", shown, nearest(str(item["loc"][-1]), known)))
        else:
            rule = item["msg"].removeprefix("Value error, ")
            faults.append(Fault(place, rule, shown))
    return faults


def _fields_at(model: type[Settings], path: Sequence[int | str]) -> tuple[str, ...]:
    """The settings that the model at the end of ``path`` knows."""
    found: type[Settings] | None = model
    for part in path:
        if found is None:
            break
        field = found.model_fields.get(str(part))
        if field is not None:
            found = _model_in(field.annotation)
    return tuple(found.model_fields) if found is not None else ()


def _model_in(annotation: object) -> type[Settings] | None:
    if isinstance(annotation, type) and issubclass(annotation, Settings):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _model_in(part)
        if found is not None:
            return found
    return None
