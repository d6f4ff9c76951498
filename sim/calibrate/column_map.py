"""Which column of a recorded history is what, and which rules may drop or mend its rows.

A map is plain data in YAML (``configs/history/``): it names columns, formats and rules, and can run nothing. Nothing is
dropped or mended unless the map names the rule for it; every rule that is used is counted when the file is read.
Left out: joining several files, and columns that hold free text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, ValidationError, field_validator, model_validator

from sim.calibrate.faults import faults_of_validation
from sim.declare import Duration, Settings, setting
from sim.errors import Fault, HistoryError

STAMPS = ("created_at", "offered_at", "queue_entered_at", "queue_left_at", "answered_at", "ended_at")
"""The instants of a contact in the order in which they must happen."""

OUTCOMES = ("answered", "abandoned", "blocked", "left_before_queue", "unanswered", "open")
"""What may become of a contact; ``unanswered`` is a ticket closed without a reply."""

_DIRECTIVES = frozenset("YymdHIMSfpbBzj%")


class Stamp(Settings):
    """Where one instant is written: a full stamp, a date and a time of day, or a duration after another instant."""

    column: str | None = setting(None, meaning="column with the stamp, or with the duration where `after` is given")
    date: str | None = setting(None, meaning="column with the date, where the time of day stands in another column")
    time: str | None = setting(None, meaning="column with the time of day that belongs to `date`")
    format: str | None = setting(
        None,
        meaning='how it is written, such as "%d/%m/%Y %H:%M" (date, blank, time for two columns); absent: ISO 8601',
    )
    after: Literal["created_at", "offered_at", "queue_entered_at", "queue_left_at", "answered_at"] | None = setting(
        None, meaning="the instant from which the duration in `column` counts"
    )
    unit: Literal["s", "min", "h"] = setting("s", meaning="unit of the duration in `column`")

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        split = self.date is not None and self.time is not None
        if (self.column is not None) == split or (self.date is None) != (self.time is None):
            raise ValueError("an instant is written {column: ...} or {date: ..., time: ...}")
        if split and self.format is None:
            raise ValueError('a date and a time need a format, such as "%y%m%d %H:%M:%S"')
        if self.after is not None and (split or self.format is not None):
            raise ValueError("a duration after another instant has a column and a unit, no format")
        for directive in re.findall(r"%(.)", self.format or ""):
            if directive not in _DIRECTIVES:
                raise ValueError(f"%{directive} is not a part of a date that can be read here")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file that this instant is read from."""
        return tuple(name for name in (self.column, self.date, self.time) if name is not None)


def _as_list(value: Any) -> Any:
    return (value,) if isinstance(value, Mapping) else tuple(value) if isinstance(value, list) else value


Stamps = Annotated[tuple[Stamp, ...], BeforeValidator(_as_list)]
"""One instant, or several places for it of which the first that is filled counts."""


class Label(Settings):
    """A column of names: a channel, an outcome, an agent, a topic."""

    column: str | None = setting(None, meaning="the column; absent where every row has the same name")
    always: str | None = setting(None, meaning="the name of every row, where there is no column")
    missing: tuple[str, ...] = setting((), meaning="values that stand for nobody or nothing")
    values: dict[str, str] = setting(default_factory=dict, meaning="our name for each value; others keep theirs")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.column is None) == (self.always is None):
            raise ValueError("a name comes from {column: ...} or is {always: ...}")
        return self


class OutcomeColumn(Settings):
    """What became of each contact; derived from the stamps where the file does not say."""

    column: str | None = setting(None, meaning="the column; absent: derived from which stamps are filled")
    values: dict[str, Literal["answered", "abandoned", "blocked", "left_before_queue", "unanswered", "open"]] = setting(
        default_factory=dict, meaning="the outcome that each value of the file means; a value not listed is a fault"
    )
    unqueued: Literal["abandoned", "left_before_queue"] = setting(
        "abandoned", meaning="what an abandoned row without a stamp of queue entry is"
    )


class MissingTogether(Settings):
    """Columns whose common value means that nothing happened, such as 0:00:00 to 0:00:00."""

    columns: tuple[str, ...] = setting(meaning="columns that must all hold the value")
    value: str = setting(meaning="the value that stands for nothing")


class DropRule(Settings):
    """Rows that are not contacts, by the value of one column."""

    column: str = setting(meaning="the column that is looked at")
    equals: tuple[str, ...] = setting(meaning="values whose rows are dropped")
    because: str = setting(meaning="why these rows are no contacts")


class Rules(Settings):
    """What may be mended or dropped; without the rule the same rows are faults."""

    clock_tolerance: Duration = setting(
        0.0, unit="s", ge=0.0, meaning="a stamp at most this early moves on to the one it follows, later ones with it"
    )
    midnight: Literal["roll_over"] | None = setting(
        None, meaning="a time of day over 12 h before the one it follows belongs to the next date"
    )
    time_zone: Literal["convert"] | None = setting(None, meaning="stamps of different zones are converted to `zone`")
    clock_change: Literal["first", "second"] | None = setting(
        None, meaning="which of the two a time in the repeated hour of autumn is"
    )
    created_late: Literal["take_next_stamp", "drop"] | None = setting(
        None, meaning="a contact created after its own next stamp"
    )
    answered_early: Literal["trust_answer", "trust_queue", "drop"] | None = setting(
        None, meaning="a service that starts before the queue was left, beyond the clock tolerance"
    )
    answered_unstamped: Literal["keep_without_handle_time", "drop"] | None = setting(
        None, meaning="an answered contact without stamps of its service"
    )
    abandoned_with_service: Literal["ignore_service", "drop"] | None = setting(
        None, meaning="an abandoned contact with stamps of a service"
    )
    duplicate_rows: Literal["drop", "keep"] | None = setting(None, meaning="rows equal to an earlier one")
    empty_rows: Literal["drop"] | None = setting(None, meaning="rows without any value")
    ragged_rows: Literal["drop"] | None = setting(None, meaning="rows with more or fewer fields than the header")
    unparsable_dates: Literal["drop"] | None = setting(None, meaning="rows with a stamp that cannot be read")
    missing_creation: Literal["drop"] | None = setting(None, meaning="rows without the instant of creation")
    negative_durations: Literal["drop"] | None = setting(None, meaning="rows whose stamps are out of order")


class EffortRule(Settings):
    """Services left out of the fit of handle times; the contacts themselves stay."""

    exclude_below: Duration = setting(0.0, unit="s", ge=0.0, meaning="services shorter than this are an artefact")
    because: str = setting("", meaning="why they are an artefact")


class ColumnMap(Settings):
    """A recorded history in our words: columns, formats, zone and named rules."""

    title: str = setting(meaning="what the history is")
    nature: Literal["calls", "tickets"] = setting(
        meaning="calls show service and presence; tickets show only creation, first reply and solution"
    )
    delimiter: Literal[",", ";", "\t", "|"] | None = setting(
        None, meaning="what separates fields; absent: a tab for .tsv, else a comma"
    )
    encoding: Literal["utf-8", "utf-16", "latin-1", "cp1252"] = setting("utf-8", meaning="how the text is encoded")
    zone: str | None = setting(None, meaning='IANA name of the time zone of the desk, such as "Europe/Vienna"')
    country: str | None = setting(None, meaning="ISO code of the country whose holidays may explain special days")
    id: tuple[str, ...] = setting((), meaning="columns that together name a row; absent: all columns")
    blank: tuple[str, ...] = setting((), meaning="values that mean an empty field in any column")
    missing_together: tuple[MissingTogether, ...] = setting((), meaning="values that mean an empty field in common")
    channel: Label = setting(meaning="the channel of each contact")
    created_at: Stamps = setting(meaning="when the contact reached us")
    offered_at: Stamps = setting((), meaning="when it asked for an agent (left the menu or the bot)")
    queue_entered_at: Stamps = setting((), meaning="when it entered the queue; empty if it never waited")
    queue_left_at: Stamps = setting((), meaning="when it left the queue, by an answer or by giving up")
    answered_at: Stamps = setting((), meaning="when an agent took it, or first replied")
    ended_at: Stamps = setting((), meaning="when the service ended, or the ticket was solved")
    outcome: OutcomeColumn = setting(default_factory=OutcomeColumn, meaning="what became of it")
    agent: Label | None = setting(None, meaning="who served it; read as a number, the name is not kept")
    customer: Label | None = setting(None, meaning="who asked; read as a number, the name is not kept")
    topic: Label | None = setting(None, meaning="what it was about")
    priority: Label | None = setting(None, meaning="how urgent it was held to be")
    drop: dict[str, DropRule] = setting(default_factory=dict, meaning="rows that are no contacts, by name")
    rules: Rules = setting(default_factory=Rules, meaning="what may be mended or dropped")
    effort: EffortRule = setting(default_factory=EffortRule, meaning="services left out of the fit of handle times")

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, name: str | None) -> str | None:
        if name is not None:
            try:
                ZoneInfo(name)
            except (KeyError, ValueError, OSError):
                raise ValueError('not the IANA name of a time zone, such as "Europe/Vienna"') from None
        return name

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if not self.created_at:
            raise ValueError("created_at needs at least one place")
        if self.rules.time_zone == "convert" and self.zone is None:
            raise ValueError("rules.time_zone: convert needs the zone to convert to: set zone")
        if self.outcome.column is not None and not self.outcome.values:
            raise ValueError("outcome.values must say what each value of outcome.column means")
        return self

    def stamps(self, name: str) -> tuple[Stamp, ...]:
        """The places of one of :data:`STAMPS`."""
        places: tuple[Stamp, ...] = getattr(self, name)
        return places

    def labels(self) -> dict[str, Label]:
        """The columns of names that the map has, by our name."""
        found = {"channel": self.channel, "agent": self.agent, "customer": self.customer}
        found |= {"topic": self.topic, "priority": self.priority}
        return {name: label for name, label in found.items() if label is not None}

    def columns(self) -> tuple[str, ...]:
        """Every column of the file that the map names, each once."""
        names = [*self.id, *(name for rule in self.drop.values() for name in (rule.column,))]
        names += [name for group in self.missing_together for name in group.columns]
        names += [name for stamp in STAMPS for place in self.stamps(stamp) for name in place.columns]
        names += [label.column for label in self.labels().values() if label.column is not None]
        names += [self.outcome.column] if self.outcome.column is not None else []
        return tuple(dict.fromkeys(names))


def load_column_map(path: Path) -> ColumnMap:
    """The map in a YAML file.

    Read with the safe loader; anchors are refused (they could swell), and so is any value that is not plain data.

    Raises
    ------
    HistoryError
        With every fault: the file is missing or no YAML, a setting is unknown (with the nearest name) or wrong.
    """
    import yaml

    where = path.name
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        rule = f"the column map cannot be read: {error}"
        raise HistoryError([Fault(str(path), rule, fix="check the path")]) from None
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            rule = "anchors and aliases are not allowed in a column map"
            raise HistoryError([Fault(where, rule, fix="write it out")])
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        rule = f"not plain YAML: {' '.join(str(error).split())}"
        raise HistoryError([Fault(where, rule, fix="a map holds plain names, texts and lists")]) from None
    if not isinstance(values, dict):
        raise HistoryError([Fault(where, "a column map is a mapping of names to columns")])
    try:
        return ColumnMap.from_mapping(values)
    except ValidationError as error:
        raise HistoryError(faults_of_validation(error, ColumnMap, where)) from None
    except (TypeError, ValueError) as error:
        rule = f"a value is not plain text, number or list: {error}"
        raise HistoryError([Fault(where, rule, fix="put dates and times in quotes")]) from None
