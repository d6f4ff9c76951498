"""Durations and times of day as people write them, and back.

Inside the product every duration is in seconds and every time of day in seconds after midnight.
"""

from __future__ import annotations

import re
from decimal import Decimal

MINUTE_S = 60.0
HOUR_S = 3600.0
DAY_S = 86400.0
WEEK_S = 7 * DAY_S
MONTH_DAYS = 365.25 / 12
"""of a mean calendar month"""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_SECONDS = {"d": DAY_S, "h": HOUR_S, "min": MINUTE_S, "m": MINUTE_S, "ms": 0.001, "s": 1.0}
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|min|m|d|h|s)\s*")
_NEGATIVE = re.compile(r"[-\u2212]\s*\.?\d")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


def parse_duration(text: str) -> float:
    """Seconds from ``"20s"``, ``"4h"``, ``"1h30m"``, ``"2d"``; ``ValueError`` says what was expected."""
    position, total = 0, 0.0
    body = text.strip()
    if _NEGATIVE.match(body):
        raise ValueError("a duration is never negative")
    for part in _PART.finditer(body):
        if part.start() != position:
            break
        total += float(part[1]) * _SECONDS[part[2]]
        position = part.end()
    if not body or position != len(body):
        raise ValueError('a duration is written with its unit, such as "20s", "15min", "4h" or "1h30m"')
    return total


def format_duration(seconds: float) -> str:
    """The shortest text that :func:`parse_duration` reads back as exactly ``seconds``."""
    if seconds != round(seconds):
        return f"{Decimal(repr(seconds)):f}s"
    rest, parts = int(seconds), []
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


def parse_time_of_day(text: str) -> float:
    """Seconds after midnight from ``"08:30"`` (``"24:00"`` is the end of the day)."""
    match = _TIME.fullmatch(text.strip())
    if match is None or int(match[2]) > 59 or int(match[3] or 0) > 59:
        raise ValueError('a time of day is written "08:30"')
    seconds = int(match[1]) * HOUR_S + int(match[2]) * MINUTE_S + int(match[3] or 0)
    if seconds > DAY_S:
        raise ValueError('a time of day lies between "00:00" and "24:00"')
    return seconds


def format_time_of_day(seconds: float) -> str:
    """``"08:30"`` from seconds after midnight; past midnight it counts on ("00:30" for 24.5 h)."""
    whole = round(seconds)
    if whole != DAY_S:
        whole %= 86400
    hours, rest = divmod(whole, 3600)
    minutes, second = divmod(rest, 60)
    return f"{hours:02d}:{minutes:02d}" + (f":{second:02d}" if second else "")


def parse_span(text: str) -> tuple[float, float]:
    """(start, end) in seconds after midnight from ``"08:00-20:30"``; a span over midnight ends after 24 h."""
    left, dash, right = text.partition("-")
    if not dash:
        raise ValueError('hours are written "08:00-20:30"')
    start, end = parse_time_of_day(left), parse_time_of_day(right)
    if start == DAY_S:
        raise ValueError('a span starts before "24:00"')
    if end == start:
        raise ValueError('a span has a length; the whole day is "00:00-24:00"')
    return (start, end) if end > start else (start, end + DAY_S)


def format_span(start: float, end: float) -> str:
    """The text that :func:`parse_span` reads back."""
    return f"{format_time_of_day(start)}-{format_time_of_day(end)}"


def parse_days(text: str) -> tuple[int, ...]:
    """Weekday numbers (Monday 0) from ``"mon"``, ``"mon-fri"``, ``"sat,sun"`` or ``"daily"``."""
    if text.strip() == "daily":
        return tuple(range(7))
    days: list[int] = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        try:
            start = WEEKDAYS.index(first)
            end = WEEKDAYS.index(last or first)
        except ValueError:
            raise ValueError('days are written "mon", "mon-fri", "sat,sun" or "daily"') from None
        days.extend((start + step) % 7 for step in range((end - start) % 7 + 1))
    return tuple(sorted(set(days)))


def format_days(days: tuple[int, ...]) -> str:
    """The shortest text that :func:`parse_days` reads back."""
    if days == tuple(range(7)):
        return "daily"
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    names = (WEEKDAYS[run[0]] if len(run) == 1 else f"{WEEKDAYS[run[0]]}-{WEEKDAYS[run[-1]]}" for run in runs)
    return ",".join(names)
