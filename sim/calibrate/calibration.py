"""The whole way in one call: read, find, estimate, validate, and write everything at the end or nothing.

The raw history is read and left where it is; what is written are figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.calibrate.availability import Availability, estimate_availability
from sim.calibrate.column_map import load_column_map
from sim.calibrate.compared import Validation
from sim.calibrate.find import Findings, find
from sim.calibrate.gap import gap_lines
from sim.calibrate.history import read_history
from sim.calibrate.policy_yaml import policy_yaml
from sim.calibrate.validate import validate
from sim.calibrate.world_yaml import world_yaml
from sim.calibrate.yaml_text import write_whole
from sim.errors import HistoryError
from sim.units import WEEKDAYS, format_duration

WORLD, POLICY, COMPARED = "world.yaml", "policy.yaml", "validation.csv"
"""Names of the files that :meth:`Calibration.write` makes."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was found, the availability, the validation, and why one of the last two may be missing."""

    findings: Findings
    availability: Availability | None
    validation: Validation | None
    not_validated: str = ""

    def write(self, folder: Path) -> tuple[Path, ...]:
        """Write the files of the calibration; each appears whole, and none before all are ready."""
        texts = {
            WORLD: world_yaml(self.findings, self.availability),
            POLICY: policy_yaml(self.findings, self.availability),
        }
        if self.validation is not None:
            texts[COMPARED] = self.validation.csv()
        for name, text in texts.items():
            write_whole(folder / name, text)
        return tuple(folder / name for name in texts)

    def summary(self) -> Iterator[str]:
        """What was found, what was not seen, and the gap that the validation left, in plain words, a line each."""
        yield from self.found_lines()
        for item in self.findings.unseen:
            yield f"Not seen: {item.what}, because {item.why}. Instead: {item.default}."
        if self.validation is None:
            yield f"Not validated: {self.not_validated}."
        else:
            yield from gap_lines(self.validation)

    def found_lines(self) -> Iterator[str]:
        """What was found in plain words, a line each."""
        findings = self.findings
        history = findings.history
        last = history.date_of(history.n_days - 1)
        yield f"{history.rows_read:,} rows, {history.first_date} to {last}: {len(history.contacts):,} contacts."
        for rule, count in (history.dropped | history.mended).items():
            yield f"  {count:,} rows by the rule {rule}"
        for name, found in findings.channels.items():
            busiest = WEEKDAYS[int(found.profile.by_weekday.argmax())]
            yield f"{name}: {found.profile.per_week:,.0f} a week asked for an agent, most on {busiest}."
            if found.busyness is not None and found.busyness.inverse > 0.0:
                spread = found.busyness.inverse**0.5
                yield f"  Days differ by {spread:.0%} beyond chance (busyness {found.busyness.kappa:.0f})."
            if found.effort is not None:
                fit = found.effort.best
                yield f"  Work takes {found.effort.mean_s:.0f} s on average ({fit.name}; KS {fit.ks_distance:.3f})."
            if found.patience is not None:
                law = found.patience.best
                yield f"  Patience is {law.law.mean_s:.0f} s on average ({law.name}, KS {law.ks_distance:.3f})."
                by_topic = found.patience.by_topic
                if by_topic is not None and by_topic.evident:
                    told = ", ".join(f"{one.name} {one.factor:.2f}" for one in by_topic.topics)
                    yield f"  It differs by topic (relative; told, not used): {told}."
            if found.turns is not None:
                topics, ahead = " and ".join(found.turns.held_back), format_duration(found.turns.ahead_s)
                share = f"{found.turns.overtaken_within:.0%} of {found.turns.pairs:,} pairs within it"
                yield f"  Not by turns: the others are {ahead} ahead of {topics} ({share})."
        for day in findings.special_days:
            yield f"{day.date}: {day.factor:.0%} of the usual contacts. {day.holiday}".rstrip()
        if self.availability is not None:
            factor = f"{self.availability.factor:.0%} ± {self.availability.standard_error:.0%}"
            yield f"Of the agents' presence {factor} was there for contacts; the rest was breaks and unseen work."


def calibrate(
    history_path: Path,
    map_path: Path,
    seed: int = 1,
    replications: int = 20,
    within_s: float = 20.0,
    availability_replications: int = 3,
) -> Calibration:
    """Read a history by a column map, find its world, and validate it where the history allows.

    Raises
    ------
    sim.errors.HistoryError
        With every fault of the map, or of the file.
    """
    history = read_history(history_path, load_column_map(map_path))
    findings = find(history)
    availability = estimate_availability(findings, availability_replications, seed, within_s=within_s)
    try:
        checked = validate(
            history,
            replications=replications,
            seed=seed,
            within_s=within_s,
            availability_replications=availability_replications,
        )
    except HistoryError as error:
        return Calibration(findings, availability, None, error.faults[0].rule)
    return Calibration(findings, availability, checked)
