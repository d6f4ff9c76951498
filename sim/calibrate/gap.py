"""The gap between observed and simulated in plain words and numbers, whatever it is, and what it is due to."""

from __future__ import annotations

from collections.abc import Iterator

from sim.calibrate.compared import CONTACTS, FORECAST, GIVEN, SHARES, WORK, Compared, Validation

AIM = 0.1
"""Abandonment and mean wait of the validation days are meant to come within this share of what was seen."""

AIMED_AT = ("abandonment", "wait_all")

NAMES = {
    "offered": "contacts",
    "abandonment": "gave up waiting (abandonment)",
    "wait_all": "mean wait of everyone",
    "wait": "mean wait of the answered",
    "service_level": "answered within {within:g} s, of everyone (service level)",
}


def gap_lines(checked: Validation) -> Iterator[str]:
    """The comparison of the whole second part, step by step, and what explains the distances."""
    first, last = checked.simulated
    fitted = f"Fitted on {checked.fitted[0]} to {checked.fitted[1]}"
    yield f"{fitted}, then {first} to {last} simulated and set against the record."
    for step in checked.steps:
        yield f"{step[0].upper()}{step[1:]}: {GIVEN[step]}."
        for measure in ("offered", "abandonment", "wait_all", "service_level"):
            if measure == "offered" and step != FORECAST:
                continue
            row = checked.whole(measure, step)
            halves = f"{checked.coverage('half hour', measure, step):.0%} of half hours inside"
            yield f"  {NAMES[measure].format(within=checked.within_s)}: {compared(row)}; {halves}"
    yield from verdict_lines(checked)


def compared(row: Compared) -> str:
    """``seen 15.9 %, simulated 17.9 % (12.5 to 23.3 %), +13 %``."""
    low, high = (written(value, row.measure).removesuffix(unit(row.measure)) for value in (row.low, row.high))
    verdict = "" if row.inside else ", outside its interval"
    return (
        f"seen {written(row.observed, row.measure)}, simulated {written(row.simulated, row.measure)} "
        f"({low} to {high}{unit(row.measure)}), {distance(row.distance)}{verdict}"
    )


def verdict_lines(checked: Validation) -> Iterator[str]:
    """Whether the aim is reached at each step, and the errors of the forecast that explain the steps between."""
    for step in checked.steps:
        reached = all(abs(checked.whole(measure, step).distance) <= AIM for measure in AIMED_AT)
        aim = f"the aim, within {100 * AIM:.0f} % of what was seen, is {'reached' if reached else 'missed'}"
        yield f"{step[0].upper()}{step[1:]}: {apart(checked, step)}; {aim}."
    if FORECAST in checked.steps:
        volume = checked.whole("offered", FORECAST)
        yield f"  The forecast volume is {too(volume.distance)}: {_kind(CONTACTS, checked)}."
    before, after = checked.work_s
    if after > 0.0 and before > 0.0:
        longer = distance(after / before - 1.0)
        yield f"  Handle time went from {before:.0f} s to {after:.0f} s ({longer}): {_kind(WORK, checked)}."


def apart(checked: Validation, step: str) -> str:
    """``simulated abandonment is 3.2 % too high and the mean wait 2.8 % too high``."""
    first, second = (too(checked.whole(measure, step).distance) for measure in AIMED_AT)
    return f"simulated abandonment is {first} and the mean wait {second}"


def too(value: float) -> str:
    """``13 % too high`` from 0.13."""
    text = distance(value)
    return f"{text[1:]} too {'high' if text[0] == '+' else 'low'}" if text[0] in "+-" else text


def _kind(step: str, checked: Validation) -> str:
    """What a step explains, in words."""
    if step not in checked.steps:
        return "not looked into"
    earlier = checked.steps[checked.steps.index(step) - 1]
    moves = []
    for measure, name in zip(AIMED_AT, ("abandonment", "the mean wait"), strict=True):
        moved = checked.whole(measure, step).distance - checked.whole(measure, earlier).distance
        moves.append(f"{name} by {100 * moved:+.0f} points")
    return f"knowing it moves the distance of {' and of '.join(moves)}"


def written(value: float, measure: str) -> str:
    """A figure with its unit: per cent, seconds or a plain number."""
    if measure in SHARES:
        return f"{100.0 * value:.1f} %"
    return f"{value:.1f} s" if unit(measure) else f"{value:,.0f}"


def unit(measure: str) -> str:
    """The unit of a measure as it follows a number."""
    return " %" if measure in SHARES else "" if measure == "offered" else " s"


def distance(value: float) -> str:
    """``+13 %`` from 0.13; one digit more below 10 %."""
    if value != value:  # nothing was observed
        return "no distance"
    digits = 0 if abs(value) >= 0.0995 else 1
    return f"{100.0 * value:+.{digits}f} %"
