"""A sensitivity screen read back from its folder, and what it says in words."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.errors import StudyError
from sim.report.frame import Frame
from sim.report.words import NB, difference, listing, per_cent, plural, sentence

WORST = ("survives", "keeps its sign", "mostly holds", "depends", "open as assumed")
"""Verdicts, the best first."""

HOLDS = {
    "survives": "survives",
    "keeps its sign": "keeps its sign, not always beyond chance",
    "mostly holds": "mostly holds",
    "depends": "depends on the assumptions",
    "open as assumed": "is open already as assumed",
}

FIELDS = {"moved", "outcome", "path", "verdict", "overturns", "scale", "unit", "meaning", "why"}
"""Columns of text."""


class ScreenFolder:
    """The tables of a screen, read when asked for; ``StudyError`` says which file is missing."""

    def __init__(self, path: Path) -> None:
        self.path = Path(path)

    @cached_property
    def about(self) -> dict[str, Any]:
        """Options, extent, outcomes, currency."""
        return dict(json.loads(self._text("sensitivity.json")))

    @property
    def outcomes(self) -> list[dict[str, Any]]:
        """key, name, unit and better of each outcome."""
        return list(self.about["outcomes"])

    @property
    def currency(self) -> str:
        """The currency of amounts."""
        return str(self.about["currency"])

    @property
    def labels(self) -> tuple[str, str]:
        """What readers call the two options."""
        first, second = (str(one["label"]) for one in self.about["options"])
        return first, second

    @cached_property
    def coefficients(self) -> Frame:
        """path, value, low, high, scale, unit, meaning, why."""
        return self._csv("coefficients.csv")

    @cached_property
    def morris(self) -> Frame:
        """outcome, path, mu, mu_star, sigma, noise, above, place."""
        return self._csv("morris.csv")

    @cached_property
    def sobol(self) -> Frame | None:
        """outcome, path, first and total with their intervals; None where no coefficient was more than noise."""
        return self._csv("sobol.csv") if (self.path / "sobol.csv").is_file() else None

    @cached_property
    def conclusions(self) -> Frame:
        """moved (all, few), outcome, difference with interval, shares of worlds, verdict, overturns, towards."""
        return self._csv("conclusions.csv")

    def worlds(self, moved: str) -> Frame:
        """Every world of Morris's trajectories (``all``) or of Sobol's sample (``few``), with both options' outcomes.

        Of Sobol's only A and B, whose worlds are independent of one another.
        """
        if moved == "all" or self.sobol is None:
            return self._csv("worlds_morris.csv")
        return self._csv("worlds_sobol.csv").head(2 * int(self.about["extent"]["samples"]))

    def one(self, outcome: str, moved: str) -> Any:
        """The row of conclusions.csv of an outcome."""
        rows = self.conclusions
        return rows[(rows["outcome"] == outcome) & (rows["moved"] == moved)].iloc[0]

    def verdict(self, outcome: str) -> str:
        """The worse of the two verdicts: over the few coefficients that matter, and over all."""
        return max((str(self.one(outcome, moved).verdict) for moved in ("few", "all")), key=WORST.index)

    # -- words --------------------------------------------------------------------------------------------------------

    def headline(self) -> str:
        """How many conclusions survive."""
        base, other = self.labels
        found = [self.verdict(one["key"]) for one in self.outcomes]
        told = [
            f"{found.count(kind)} {words if found.count(kind) == 1 else _plural(words)}"
            for kind, words in HOLDS.items()
            if kind in found
        ]
        return sentence(
            f"Of {plural(len(found), 'conclusion')} on “{other}” against “{base}”, {listing(told)} when the assumed "
            "coefficients move over their ranges"
        )

    def sentences(self) -> list[str]:
        """One on each outcome: what is concluded as assumed, in how many worlds it holds, what overturns it."""
        return [self._sentence(one) for one in self.outcomes]

    def _sentence(self, outcome: dict[str, Any]) -> str:
        few, every = (self.one(outcome["key"], moved) for moved in ("few", "all"))
        unit = str(outcome["unit"])
        name = plain_name(outcome)
        if few.sign == 0:
            ends = self.ends(few.low, few.high, unit)
            return sentence(f"{name}: open already as assumed ({ends}), so there is no conclusion to survive")
        better = "better" if (few.sign > 0) == (outcome["better"] == "higher") else "worse"
        known = f"{self.told(few.difference, unit)} ({self.ends(few.low, few.high, unit)})"
        extremes = self.ends(min(few.least, every.least), max(few.most, every.most), unit)
        text = (
            f"{name}: {known}, {better}; this {HOLDS[self.verdict(outcome['key'])]}: on the same side in "
            f"{per_cent(every.same, 0)} of {plural(int(every.worlds), 'world')} in which all coefficients move "
            f"(beyond chance in {per_cent(every.agrees, 0)}), and in {per_cent(few.same, 0)} of {int(few.worlds):,} in "
            f"which those move that matter most ({per_cent(few.agrees, 0)}); from {extremes}"
        )
        turns = max(float(few.turns), float(every.turns))
        if turns > 0:
            text += f"; turned round in {per_cent(turns)}"
        culprits = dict.fromkeys(
            f"{'high' if row.towards > 0 else 'low'} {short(row.overturns)}" for row in (few, every) if row.overturns
        )
        if culprits and self.verdict(outcome["key"]) != "survives":
            text += f"; it is {'lost' if turns > 0 else 'least clear'} with a {listing(culprits, 'or a')}"
        return sentence(text)

    def told(self, value: float, unit: str) -> str:
        """A difference with its sign and unit; of money per something, the money."""
        if unit == "index":
            return f"{value:+.3f}".replace("-", "−")
        return difference(float(value), unit.partition(" per ")[0], self.currency)

    def ends(self, low: float, high: float, unit: str) -> str:
        """Two differences with their unit once: ``−20.3 to −13.5 points``."""
        first, last = self.told(low, unit), self.told(high, unit)
        tail = last.rpartition(NB)[2]
        if first.endswith(f"{NB}{tail}"):
            first = first.removesuffix(f"{NB}{tail}")
        return f"{first} to {last}"

    # -- files --------------------------------------------------------------------------------------------------------

    def _text(self, name: str) -> str:
        try:
            return (self.path / name).read_text(encoding="utf-8")
        except OSError:
            raise StudyError(f"{self.path / name}: it is missing; the same command finishes the screen") from None

    def _csv(self, name: str) -> Frame:
        import io

        import pandas as pd

        table = pd.read_csv(io.StringIO(self._text(name)), dtype="str", keep_default_na=False)
        for column in table.columns:
            if column not in FIELDS:
                table[column] = table[column].replace("", "nan").astype(float)
        return table


def short(path: str) -> str:
    """``exhaustion.gain`` of ``world.exhaustion.gain``."""
    return path.removeprefix("world.")


def plain_name(outcome: dict[str, Any]) -> str:
    """The outcome's name with its channel."""
    channel = f", {outcome['channel']}" if outcome["channel"] else ""
    return f"{outcome['name']}{channel}".replace(" %", f"{NB}%")


def _plural(words: str) -> str:
    """``survive`` of ``survives``; ``are open`` of ``is open``."""
    first, _, rest = words.partition(" ")
    if first == "mostly":
        return "mostly hold"
    if first == "keeps":
        return words.replace("keeps its sign", "keep their sign")
    first = "are" if first == "is" else first.removesuffix("s")
    return f"{first} {rest}".strip()
