"""The desk as one value: the calendar, the world, the policy, and how things stand at the start."""

from __future__ import annotations

from typing import Any, Self

from pydantic import model_validator

from sim.clock import Calendar
from sim.declare import Duration, Settings, setting
from sim.policy import (
    Assist,
    Authority,
    Blending,
    Callback,
    Channel,
    Chatbot,
    Development,
    EndOfShift,
    Environment,
    FollowUp,
    Heads,
    Hiring,
    Knowledge,
    Roster,
    Routing,
    SelfService,
    Sentiment,
    Shift,
    Sorting,
    Supervision,
    Target,
    Team,
)
from sim.scenario.checks import faults
from sim.world import (
    Anger,
    Arrivals,
    BotHabits,
    Bounced,
    CallbackHabits,
    Campaign,
    Chase,
    Concession,
    Departures,
    Effort,
    Exhaustion,
    Fatigue,
    Incidents,
    Language,
    Learning,
    Patience,
    People,
    Prices,
    Redial,
    Replies,
    Resolution,
    SelfServiceHabits,
    SpecialDay,
    Strain,
    Topic,
)


class World(Settings):
    """What happens to you."""

    arrivals: dict[str, Arrivals] = setting(meaning="issues by channel")
    busyness_shared: float = setting(
        0.5,
        ge=0,
        le=1,
        meaning="part of the busyness that all channels share, of the least kappa: a busy day is busy everywhere",
    )
    special_days: dict[str, SpecialDay] = setting(default_factory=dict, meaning="days on which demand differs")
    campaigns: dict[str, Campaign] = setting(default_factory=dict, meaning="lifts of demand that fade")
    incidents: Incidents | None = setting(None, meaning="outages that bring contacts; null for none")
    topics: dict[str, Topic] = setting(default_factory=lambda: {"any": Topic()}, min_length=1, meaning="kinds of need")
    languages: dict[str, Language] = setting(
        default_factory=lambda: {"any": Language()}, min_length=1, meaning="languages of customers"
    )
    effort: dict[str, Effort] = setting(meaning="handle times by channel")
    patience: dict[str, Patience] = setting(default_factory=dict, meaning="patience by channel with a line")
    redial: dict[str, Redial] = setting(default_factory=dict, meaning="trying again, by channel with a line")
    callback: CallbackHabits = setting(default_factory=CallbackHabits, meaning="how customers take a callback")
    bot: BotHabits = setting(default_factory=BotHabits, meaning="how customers take a bot")
    self_service: SelfServiceHabits = setting(
        default_factory=SelfServiceHabits, meaning="how customers help themselves before the first contact"
    )
    anger: Anger | None = setting(None, meaning="who is angry; null: nobody is")
    bounced: Bounced = setting(default_factory=Bounced, meaning="customers who are sent to another channel")
    chase: Chase | None = setting(None, meaning="customers who ask where things stand; null: nobody does")
    resolution: Resolution | None = setting(
        None, meaning="whether an answer solves the matter; null: every answer does, and nothing is ever pending"
    )
    concession: Concession | None = setting(
        None, meaning="refunds and the like that customers need; null: nobody needs one"
    )
    replies: Replies = setting(default_factory=Replies, meaning="how long others take whom a ticket waits for")
    people: People = setting(default_factory=People, meaning="absence and lateness")
    learning: Learning | None = setting(None, meaning="how people learn; null: all are what their team is")
    fatigue: Fatigue | None = setting(None, meaning="how a day tires people; null: not at all")
    exhaustion: Exhaustion | None = setting(None, meaning="how weeks wear people out; null: not at all")
    strain: Strain | None = setting(None, meaning="what tired and exhausted people do differently; null: nothing")
    departures: Departures | None = setting(None, meaning="who is absent more often, and who leaves; null: nobody")
    prices: Prices = setting(default_factory=Prices, meaning="currency")


class Policy(Settings):
    """What you choose."""

    channels: dict[str, Channel] = setting(min_length=1, meaning="the ways in")
    teams: dict[str, Team] = setting(min_length=1, meaning="who can do what")
    heads: dict[str, Heads] = setting(default_factory=dict, meaning="agents on queue by interval, by team")
    shifts: dict[str, Shift] = setting(default_factory=dict, meaning="shifts by name")
    roster: dict[str, Roster] = setting(default_factory=dict, meaning="rosters by team")
    end_of_shift: EndOfShift = setting(default_factory=EndOfShift, meaning="work in hand when a shift ends")
    routing: Routing = setting(default_factory=Routing, meaning="which contact, which agent")
    blending: Blending = setting(default_factory=Blending, meaning="tickets and customers on the line")
    sorting: Sorting = setting(default_factory=Sorting, meaning="finding the right queue, and passing on")
    interpreter: bool = setting(
        False, meaning="whether agents serve languages that they do not speak through an interpreter"
    )
    callback: dict[str, Callback] = setting(default_factory=dict, meaning="callbacks, by live channel")
    chatbot: dict[str, Chatbot] = setting(default_factory=dict, meaning="bots, by the channel they stand in front of")
    authority: Authority = setting(
        default_factory=Authority, meaning="what agents may grant (where world.concession is)"
    )
    supervision: Supervision = setting(
        default_factory=Supervision, meaning="what supervisors do (teams with approves: true)"
    )
    self_service: SelfService = setting(
        default_factory=SelfService, meaning="what customers find before they contact anybody"
    )
    assist: Assist | None = setting(None, meaning="help for agents at work; null: none")
    knowledge: Knowledge | None = setting(None, meaning="what agents can look up; null: not counted")
    sentiment: Sentiment | None = setting(
        None, meaning="flagging of customers who seem angry when they come; null: none"
    )
    development: Development = setting(
        default_factory=Development, meaning="training (where world.learning is, or anything else of people)"
    )
    environment: Environment = setting(default_factory=Environment, meaning="what a desk gives its people")
    hiring: Hiring = setting(default_factory=Hiring, meaning="what happens to the places of those who leave")
    follow_up: FollowUp = setting(default_factory=FollowUp, meaning="promises, notices, closing")
    targets: dict[str, Target] = setting(default_factory=dict, meaning="targets by channel")


class Backlog(Settings):
    """Contacts that already wait when the simulation starts."""

    contacts: int = setting(unit="contacts", ge=0, le=10_000_000, meaning="how many")
    oldest: Duration = setting(0.0, unit="s", ge=0, meaning="age of the oldest; ages are spread evenly below it")


class Start(Settings):
    """How things stand when the simulation starts ("it is 11:00 and three are sick")."""

    backlog: dict[str, Backlog] = setting(default_factory=dict, meaning="contacts already waiting, by channel")
    missing: dict[str, int] = setting(
        default_factory=dict, unit="agents", meaning="agents of a team who are not there on the first day"
    )


class Scenario(Settings):
    """Your desk. Cross-checks between its parts report every fault at once."""

    title: str = setting("", meaning="what this desk is, in a few words", max_length=200)
    calendar: Calendar = setting(default_factory=Calendar, meaning="which days are simulated")
    world: World = setting(meaning="what happens to you")
    policy: Policy = setting(meaning="what you choose")
    start: Start = setting(default_factory=Start, meaning="how things stand at the start")

    @property
    def has_people(self) -> bool:
        """Whether anybody learns, tires, wears out or leaves; if not, agents are what their team is."""
        world = self.world
        return any((world.learning, world.fatigue, world.exhaustion, world.strain, world.departures))

    @property
    def wears_people_out(self) -> bool:
        """Whether anybody can ever be tired or exhausted; if not, a day's load does nothing to the next one's."""
        exhaustion, fatigue = self.world.exhaustion, self.world.fatigue
        exhausts = exhaustion is not None and (exhaustion.gain > 0 or exhaustion.at_start > 0)
        return exhausts or (fatigue is not None and (fatigue.rise > 0 or fatigue.angry > 0))

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        found = faults(self)
        if found:
            raise ScenarioFaults(found)
        return self


class ScenarioFaults(ValueError):  # noqa: N818  # pydantic carries it; users see its faults
    """Faults between the parts of a scenario; carries them for the error report."""

    def __init__(self, found: list[Any]) -> None:
        self.faults = found
        super().__init__("\n".join(str(fault) for fault in found))
