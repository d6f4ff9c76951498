"""``supportsim new <name>``: one commented YAML of the user's own desk, and the command to go on with."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sim.cli.arguments import Arguments
from sim.cli.desk_yaml import Desk, desk_yaml
from sim.cli.staffing_guess import agents_for
from sim.errors import Fault, SettingsError
from sim.units import DAY_S, format_time_of_day, parse_days, parse_duration, parse_span, parse_time_of_day

QUESTIONS: dict[str, tuple[str, str]] = {
    "weekly_volume": ("Calls in an ordinary week", "2000"),
    "handle_time": ("Mean length of a call with its after-call work", "5min"),
    "days": ("On which days are you open", "mon-fri"),
    "open": ("From when to when", "08:00-18:00"),
    "target": ("Target: share answered within a time", "80%/20s"),
    "people": ("Agents on the phones at a time (12, or 8@08:00,12@10:00)", ""),
    "wage": ("Cost of a paid hour", "28"),
    "currency": ("Currency", "EUR"),
}
"""What is asked, with its default; the default of people comes from the other answers."""


def run(arguments: Arguments) -> int:
    """Ask for what is missing (in a terminal), write the file, check it by reading it, say how to go on."""
    name, given = _given(arguments)
    path = Path(f"{name}.yaml")
    desk = _desk(name, _asked(given) if _asks() else given)
    text = desk_yaml(desk)
    kept = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text(text, encoding="utf-8")
    try:
        _check(path)
    except SettingsError:
        if kept is None:
            path.unlink()
        else:
            path.write_text(kept, encoding="utf-8")
        raise
    print(f"{path} written. Every figure in it that you did not give is marked: look through them.")
    print(f"next: supportsim compare {path}")
    return 0


def _given(arguments: Arguments) -> tuple[str, dict[str, str]]:
    faults = []
    if len(arguments.words) != 1:
        faults.append(Fault("new", "names one desk", " ".join(arguments.words), "supportsim new my_desk"))
    name = (arguments.words or ("my_desk",))[0].removesuffix(".yaml").removesuffix(".yml")
    if re.fullmatch(r"[^\W\d][\w-]*", name) is None:
        rule = "the name of a desk begins with a letter and holds letters, digits, _ and -"
        faults.append(Fault("new", rule, name))
    given: dict[str, str] = {}
    for text in arguments.overrides:
        key, _, value = text.partition("=")
        if key not in QUESTIONS:
            from difflib import get_close_matches

            near = get_close_matches(key, QUESTIONS, n=1)
            fix = f'did you mean "{near[0]}"?' if near else f"known: {', '.join(QUESTIONS)}"
            if key == "history":
                fix = "supportsim calibrate <history> map=... writes the world; lay your desk over it"
            faults.append(Fault(key, "unknown setting", value, fix))
        given[key] = value
    from sim.settings.folders import shipped

    if not arguments.words:
        pass  # the name is missing, and nothing can be said of its file
    elif (shipped() / "scenario" / f"{name}.yaml").is_file():
        faults.append(Fault("new", "this desk has the name of one of ours", name, "give yours another name"))
    if arguments.words and Path(f"{name}.yaml").exists() and not arguments.force:
        faults.append(Fault(f"{name}.yaml", "this file is there already", "", "--force overwrites it"))
    for key, value in given.items():
        try:
            if key in QUESTIONS:
                _read(key, value)
        except ValueError as error:
            faults.append(Fault(key, str(error), value))
    if faults:
        raise SettingsError(faults)
    return name, given


def _asks() -> bool:
    import sys

    return sys.stdin.isatty() and sys.stdout.isatty()


def _asked(given: Mapping[str, str]) -> dict[str, str]:
    from rich.prompt import Prompt

    answers = dict(given)
    for key, (question, default) in QUESTIONS.items():
        while key not in answers:
            offered = default or str(_people_guess(answers))
            answer = Prompt.ask(question, default=offered)
            if answer == offered:
                break  # our assumption, and marked as such
            try:
                _read(key, answer)
            except ValueError as error:
                print(f"  {error}")
                continue
            answers[key] = answer
    return answers


def _desk(name: str, given: Mapping[str, str]) -> Desk:
    said = {key: given.get(key, default) for key, (_, default) in QUESTIONS.items()}
    values: dict[str, Any] = {key: _read(key, text) if text else None for key, text in said.items()}
    if values["people"] is None:
        values["people"] = {values["open"][0]: _people_guess(given)}
    start, end = values["open"]
    if max(values["people"].values()) == 0:
        raise SettingsError([Fault("people", "somebody has to be there", said["people"])])
    late = [at for at in values["people"] if at >= end]
    if late:
        rule = f"nobody works after closing at {format_time_of_day(end)}"
        raise SettingsError([Fault("people", rule, said["people"], f"open={format_time_of_day(start)}-...")])
    return Desk(
        name,
        per_week=values["weekly_volume"],
        handle_s=values["handle_time"],
        people=values["people"],
        hours=values["open"],
        days=values["days"],
        share=values["target"][0],
        within_s=values["target"][1],
        wage=values["wage"],
        currency=values["currency"],
        given=tuple(given),
    )


def _people_guess(given: Mapping[str, str]) -> int:
    def value(key: str) -> Any:
        return _read(key, given.get(key, QUESTIONS[key][1]))

    start, end = value("open")
    open_s = (end - start) * len(value("days"))
    share, within_s = value("target")
    return agents_for(value("weekly_volume") / open_s, value("handle_time"), share, within_s)


def _read(key: str, text: str) -> Any:
    """The value of an answer; ``ValueError`` says how it is written."""
    return _READERS[key](text.strip())


def _positive(text: str) -> float:
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        raise ValueError("a number is written in digits, such as 2000") from None
    if not 0 < number < 1e9:
        raise ValueError("has to be more than 0")
    return number


def _duration(text: str) -> float:
    seconds = parse_duration(text)
    if seconds <= 0:
        raise ValueError("has to be more than 0")
    return seconds


def _target(text: str) -> tuple[float, float]:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(%?)\s*[/ ]\s*(\S.*)", text)
    if match is None:
        raise ValueError('a target is written "80%/20s"')
    share = float(match[1]) / (100 if match[2] or float(match[1]) > 1 else 1)
    if not 0 < share <= 1:
        raise ValueError("the share of a target lies between 0 and 100 %")
    time = match[3]
    return share, parse_duration(time if not time.isdigit() else f"{time}s")


def _people(text: str) -> dict[float, int]:
    steps: dict[float | None, int] = {}
    for part in text.split(","):
        count, at, start = part.strip().partition("@")
        if not count.strip().isdigit() or int(count) > 100_000:
            raise ValueError('people are written "12", or by hour "8@08:00,12@10:00"')
        steps[parse_time_of_day(start) if at else None] = int(count)
    if None in steps and len(steps) > 1:
        raise ValueError('people by hour all have their hour: "8@08:00,12@10:00"')
    return {(-1.0 if start is None else start): count for start, count in steps.items()}


def _hours(text: str) -> tuple[float, float]:
    start, end = parse_span(text)
    if end > DAY_S:
        raise ValueError('a new desk closes by midnight: say "00:00-24:00", or change the file afterwards')
    return start, end


def _word(text: str) -> str:
    if re.fullmatch(r"[^\W\d]{1,8}|[$€£¥]", text) is None:
        raise ValueError('a currency is written "EUR"')
    return text


_READERS: dict[str, Callable[[str], Any]] = {
    "weekly_volume": _positive,
    "handle_time": _duration,
    "days": parse_days,
    "open": _hours,
    "target": _target,
    "people": _people,
    "wage": _positive,
    "currency": _word,
}


def _check(path: Path) -> None:
    from sim.settings import Typed, load

    load(Typed(desk=path))
