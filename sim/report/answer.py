"""The answer in plain sentences, made from the study's own decision (answer.json): which option to take, and why.

An option *meets* a target if the whole interval of its service level lies at or above it, *misses* it if the whole
interval lies below, and *may meet* it otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sim.report.study_folder import StudyFolder
from sim.report.words import duration, interval, listing, money, per_cent, sentence

MEETS, UNSURE, MISSES = "meets", "may meet", "misses"
STANDS = {"yes": MEETS, "perhaps": UNSURE, "no": MISSES}


def standings(study: StudyFolder) -> dict[str, Mapping[str, Any]]:
    """By option: label, cost with interval, goals and ``meets`` (yes, perhaps, no), as the study decided."""
    return {str(one["variant"]): one for one in study.answer.get("standings", [])}


def choices(study: StudyFolder) -> dict[str, Mapping[str, Any]]:
    """Those that can be taken: options in a world that spares people, beside one that does not, cannot."""
    return {name: one for name, one in standings(study).items() if one.get("choice", True)}


def stands(study: StudyFolder, option: str) -> str:
    """How an option stands to all its targets: meets, may meet, misses; '' where it has none."""
    one = standings(study).get(option)
    return STANDS[one["meets"]] if one and one["goals"] else ""


def headline(study: StudyFolder) -> str:
    """What to do, with the cost, in one short sentence."""
    best = study.answer.get("best")
    one = standings(study).get(str(best)) if best else None
    if one is None:
        return "No channel has a target, so no option can be said to meet one."
    if study.replications < 2:
        return "One replication cannot tell whether a target is met: ask for more (study.replications)."
    targets = "the target" if len(one["goals"]) == 1 else "every target"
    cost = _number(one["cost"], "value")
    price = f" for {money(cost, study.currency)} a week" if math.isfinite(cost) else ""
    name, word = f"“{_label(study, str(best))}”", STANDS[one["meets"]]
    if len(study.all_options) == 1:
        missed = [goal["channel"] for goal in one["goals"] if goal["meets"] != "yes"]
        where = f" on {listing(missed)}" if missed and len(one["goals"]) > 1 else ""
        targets = "the target" if len(one["goals"]) == 1 or where else "every target"
        return sentence(f"The desk {word} {targets}{where}{price}")
    rivals = [other for other in choices(study).values() if other["meets"] == one["meets"]]
    if word == MEETS:
        kind = "the only option" if len(rivals) == 1 else "the cheapest option"
        return sentence(
            f"{name} is {kind} that meets {targets},{price}".replace(",.", ".")
            if price
            else f"{name} is {kind} that meets {targets}"
        )
    if word == UNSURE:
        kind = "the only one" if len(rivals) == 1 else "the cheapest"
        return sentence(
            f"No option meets {targets} beyond doubt; {name} is {kind} that may,{price}"
            if price
            else f"No option meets {targets} beyond doubt; {name} may"
        )
    return sentence(
        f"No option meets {targets}; {name} comes nearest,{price}"
        if price
        else f"No option meets {targets}; {name} comes nearest"
    )


def details(study: StudyFolder) -> list[str]:
    """The sentences below the headline: on the option that decides, and on what targets do not say."""
    return [*_on_targets(study), *(str(text) for text in study.answer.get("also", []))]


def _on_targets(study: StudyFolder) -> list[str]:
    """What the option reaches, what it costs, and what is cheaper but in doubt."""
    best = study.answer.get("best")
    found = standings(study)
    one = found.get(str(best)) if best else None
    if one is None:
        return []
    if study.replications < 2:
        return [_goal(study, goal) for goal in one["goals"]] if len(study.all_options) == 1 else []
    lines = [_goal(study, goal) for goal in one["goals"]]
    base = found.get(study.options[0].name)
    gap = _number(one["cost"], "value") - _number(base["cost"], "value") if base else math.nan
    if base is not None and base is not one and math.isfinite(gap):
        more = (
            "as much as"
            if gap == 0
            else f"{money(abs(gap), study.currency)} a week {'more' if gap > 0 else 'less'} than"
        )
        lines.append(sentence(f"It costs {more} “{study.options[0].label}”"))
    cheaper = [
        name
        for name, other in choices(study).items()
        if one["meets"] == "yes"
        and other["meets"] == "perhaps"
        and _number(other["cost"], "value") < _number(one["cost"], "value")
    ]
    if cheaper:
        names = listing(f"“{_label(study, name)}”" for name in cheaper)
        lines.append(
            sentence(
                f"{names} {'costs' if len(cheaper) == 1 else 'cost'} less and may meet it too: more replications "
                "would tell"
            )
        )
    elif one["meets"] == "perhaps":
        lines.append("More replications would tell.")
    return lines


def _goal(study: StudyFolder, goal: Mapping[str, Any]) -> str:
    reached = {end: _number(goal["reached"], end) for end in ("value", "low", "high")}
    channel = str(goal["channel"])
    called = "called" if study.scenario.policy.channels[channel].kind == "live" else "came"
    done = f"of everyone who {called} were answered" if goal["live"] else "of the tickets had their first reply"
    clock = study.scenario.policy.targets.get(channel)
    open_time = " of opening time" if clock is not None and clock.clock == "business" else ""
    ends = interval(reached["low"], reached["high"], "share")
    chance = ends != "n/a" and reached["low"] < reached["high"]
    span = f" ({100 * study.confidence:.0f} % interval {ends})" if chance else ""
    return sentence(
        f"{channel[:1].upper() + channel[1:]}: {per_cent(reached['value'])}{span} {done} within "
        f"{duration(goal['within_s'])}{open_time}; the target is {per_cent(goal['share'], 0)}"
    )


def _number(values: Mapping[str, Any], name: str) -> float:
    value = values.get(name)
    return math.nan if value is None else float(value)


def _label(study: StudyFolder, name: str) -> str:
    return next((option.label for option in study.all_options if option.name == name), name)
