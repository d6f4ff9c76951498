"""How numbers, units and lists are written for readers: one place, so that every chart and table says it alike.

Amounts carry their unit, missing values are "n/a", thousands are separated by a comma, and the number of digits follows
the size of the number, never false precision.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from sim.units import DAY_S, HOUR_S, MINUTE_S, WEEKDAYS

NA = "n/a"
MINUS = "−"
NB = "\N{NO-BREAK SPACE}"
"""Between a number and its unit, so that no line ends between them."""

_WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHARES = ("share", "probability", "fraction")
SHORT_DAYS = tuple(day.capitalize() for day in WEEKDAYS)


def is_share(unit: str) -> bool:
    """Whether values of the unit are shares, which are written in per cent."""
    return unit in _SHARES


def is_money(unit: str, currency: str) -> bool:
    """Whether the unit is an amount of money, perhaps per something: ``EUR``, ``currency``, ``EUR per week``."""
    first = unit.split(" ")[0]
    return bool(first) and first in ("currency", currency)


def number(value: float, digits: int | None = None) -> str:
    """A plain number: ``1,234``, ``12.3``, ``0.45``; ``n/a`` for what is not finite."""
    if not math.isfinite(value):
        return NA
    if digits is None:
        size = abs(value)
        whole = float(value).is_integer()
        digits = 0 if size >= 100 or (whole and size < 1e15) else 1 if size >= 10 else 2
    text = f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def per_cent(value: float, digits: int = 1) -> str:
    """``81.3 %`` from 0.813, with a space that does not break."""
    return NA if not math.isfinite(value) else f"{number(100 * value, digits)}{NB}%"


def duration(seconds: float) -> str:
    """``8.4 s``, ``45 s``, ``2 min 5 s``, ``3.2 h``, ``2.1 days``."""
    if not math.isfinite(seconds):
        return NA
    size, sign = abs(seconds), MINUS if seconds < 0 else ""
    if size < 9.95:
        text = f"{number(size, 0 if float(size).is_integer() else 1)}{NB}s"
    elif size < 99.5:
        text = f"{size:.0f}{NB}s"
    elif size < 90 * MINUTE_S:
        minutes, rest = divmod(round(size), 60)
        text = f"{minutes}{NB}min {rest}{NB}s" if rest and minutes < 20 else f"{size / MINUTE_S:.0f}{NB}min"
    elif size < 2 * DAY_S:
        text = f"{number(size / HOUR_S, 0 if (size / HOUR_S).is_integer() else 1)}{NB}h"
    else:
        text = f"{number(size / DAY_S, 0 if (size / DAY_S).is_integer() else 1)}{NB}days"
    return sign + text


def money(value: float, currency: str) -> str:
    """``EUR 12,340``; whole amounts from 100 on."""
    if not math.isfinite(value):
        return NA
    sign = MINUS if value < 0 and round(abs(value), 2) else ""
    return f"{sign}{currency}{NB}{number(abs(value), 0 if abs(value) >= 100 else 2)}"


def amount(value: float, unit: str, currency: str = "") -> str:
    """A value with its unit, whatever the unit is."""
    if not math.isfinite(value):
        return NA
    if is_share(unit):
        return per_cent(value)
    if unit == "s":
        return duration(value)
    if is_money(unit, currency):
        _, _, per = unit.partition(" per ")
        return money(value, currency or unit.split()[0]) + (f" a {per}" if per else "")
    text = number(value, 1 if unit == "h" and abs(value) < 100 else None)
    return f"{text}{NB}{unit}" if unit else text


def difference(value: float, unit: str, currency: str = "") -> str:
    """A difference with its sign; differences of shares are in percentage points, never in per cent."""
    if not math.isfinite(value):
        return NA
    sign = "+" if value > 0 else ""
    if is_share(unit):
        return f"{sign}{number(100 * value, 1)}{NB}points"
    return sign + amount(value, unit, currency)


def interval(low: float, high: float, unit: str, currency: str = "") -> str:
    """``80.9 to 83.3 %``: both ends with the unit once where it stands at the end."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return NA
    left, right = amount(low, unit, currency), amount(high, unit, currency)
    if is_share(unit):
        left = left.removesuffix(f"{NB}%")
    elif is_money(unit, currency):
        right = right.removeprefix(f"{currency}{NB}")
        _, _, per = unit.partition(" per ")
        left = left.removesuffix(f" a {per}") if per else left
    elif unit and unit != "s":
        left = left.removesuffix(f"{NB}{unit}")
    return f"{left} to {right}"


def listing(items: Iterable[str], last: str = "and") -> str:
    """``a, b and c``."""
    names = list(items)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def plural(count: int, one: str, many: str = "") -> str:
    """``1 option``, ``4 options``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def days(weekdays: Sequence[int]) -> str:
    """``Monday to Friday``, ``Saturday``, ``every day`` from weekday numbers, Monday 0."""
    wanted = sorted(set(weekdays))
    if len(wanted) == 7:
        return "every day"
    firsts = [day for day in wanted if (day - 1) % 7 not in wanted]
    if len(wanted) > 2 and len(firsts) == 1:  # one run, perhaps over the weekend
        return f"{_WEEKDAY_NAMES[firsts[0]]} to {_WEEKDAY_NAMES[(firsts[0] + len(wanted) - 1) % 7]}"
    return listing(_WEEKDAY_NAMES[day] for day in wanted)


def weekday_name(weekday: int) -> str:
    """``Monday`` for 0."""
    return _WEEKDAY_NAMES[weekday]


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
