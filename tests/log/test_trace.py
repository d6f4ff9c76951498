"""An issue's life is told from the log's tables, in the order in which it happened and in plain words."""

import datetime as dt
import math

import pytest

from sim.log import (
    Cause,
    End,
    Grant,
    Outcome,
    Request,
    RequestEnd,
    Result,
    SessionEnd,
    SessionKind,
    Status,
    TouchEnd,
)
from sim.log.trace import lines, moment, most_told, spoken
from sim.log.trace_beside import AND_THEN, ASKS, DECIDES, GIVES, MEETS
from sim.log.trace_words import AT_ONCE, AT_THE_END, BECOMES, COMES, ENDINGS, ENDS, LEAVES, TRUTH
from sim.units import DAY_S, HOUR_S
from tests.journeys import CHAT, EMAIL, PHONE, Journal, random_log

MONDAY = dt.date(2026, 1, 5)
NINE = 9 * HOUR_S


def a_long_life() -> Journal:
    """Gives up, tries again, is asked back, answers, asks where things stand, is helped, and is closed."""
    journal = Journal(14)
    issue = journal.issue(PHONE, NINE, urgent=True)
    journal.contact(issue, PHONE, Cause.FIRST, NINE, Outcome.ABANDONED, ended=NINE + 65)
    again = journal.contact(
        issue, PHONE, Cause.REDIAL, NINE + 600, Outcome.ANSWERED, 0, answered=NINE + 620, ended=NINE + 920
    )
    journal.ticket(issue, PHONE, Cause.REDIAL, NINE + 600, NINE + 620)
    journal.touch(again, TouchEnd.PENDING_CUSTOMER, NINE + 620, NINE + 950, after_call=30)
    journal.status(issue, 0, Status.IN_SERVICE, NINE + 620)
    journal.status(issue, 0, Status.PENDING_CUSTOMER, NINE + 920)
    back = NINE + DAY_S
    reply = journal.contact(issue, EMAIL, Cause.REPLY, back, Outcome.ANSWERED, 0, back + 5400, back + 5700)
    journal.status(issue, 0, Status.OPEN, back)
    chase = journal.contact(issue, PHONE, Cause.CHASE, back + 3600, Outcome.ANSWERED, 0, back + 3610, back + 3700)
    journal.touch(chase, TouchEnd.ASIDE, back + 3610, back + 3700, agent=2)
    journal.status(issue, 0, Status.OPEN, back + 4000, urgent=1)
    journal.touch(reply, TouchEnd.DONE, back + 5400, back + 5700, Result.UNNOTICED, agent=1)
    journal.status(issue, 0, Status.IN_SERVICE, back + 5400)
    journal.status(issue, 0, Status.SOLVED, back + 5700)
    journal.status(issue, 0, Status.CLOSED, back + 5700 + 4 * DAY_S)
    journal.end(issue, End.SILENT, back + 5700, back + 5700)
    return journal


def test_a_life_is_told_line_by_line_from_who_it_is_to_how_it_ended() -> None:
    assert lines(a_long_life().log(), 0, MONDAY) == [
        "Issue 0: came on phone, Mon 5 Jan 09:00:00; topic billing, urgent; queue phone/billing",
        "Mon 5 Jan 09:00:00   contact 0: the customer comes on phone; queue phone/billing",
        "Mon 5 Jan 09:01:05   contact 0: the customer gives up after waiting 1 min 5 s (abandoned)",
        "Mon 5 Jan 09:10:00   contact 1: the customer tries again on phone (redial); queue phone/billing",
        "Mon 5 Jan 09:10:00   ticket 0 is opened (NEW)",
        "Mon 5 Jan 09:10:20   contact 1: front 1 takes it, after a wait of 20 s",
        "Mon 5 Jan 09:10:20   ticket 0: first word of a human, 20 s after it came (first response time)",
        "Mon 5 Jan 09:15:20   contact 1: the conversation ends",
        "Mon 5 Jan 09:15:20   ticket 0 waits for the customer (PENDING_CUSTOMER)",
        "Mon 5 Jan 09:15:50   contact 1: front 1, after 5 min 30 s of work (5 min talking or writing, 30 s after-call "
        "work): asks the customer, who has to act first",
        "Tue 6 Jan 09:00:00   contact 2: the customer answers on email what the desk asked; queue email/billing",
        "Tue 6 Jan 09:00:00   ticket 0 waits in the queue again (OPEN), after 23 h 44 min waiting for the customer",
        "Tue 6 Jan 10:00:00   contact 3: the customer asks on phone where things stand (chase); queue phone/billing",
        "Tue 6 Jan 10:00:10   contact 3: front 3 takes it, after a wait of 10 s",
        "Tue 6 Jan 10:01:40   contact 3: front 3, after 1 min 30 s of work: tells the customer where things stand",
        "Tue 6 Jan 10:06:40   ticket 0 is urgent from here on",
        "Tue 6 Jan 10:30:00   contact 2: front 2 takes it, after a wait of 1 h 30 min",
        "Tue 6 Jan 10:35:00   contact 2: front 2, after 5 min of work: done, solved as far as the desk knows [in truth "
        "not solved, and nobody noticed]",
        "Tue 6 Jan 10:35:00   ticket 0 counts as solved (SOLVED)",
        "Sat 10 Jan 10:35:00  ticket 0 is closed for good (CLOSED), after 4 days counting as solved",
        "End Tue 6 Jan 10:35:00, 1 day 1 h after the first contact: not resolved: the customer stayed away; 3 contacts "
        "of the customer, 3 stretches of work, 12 min of agents' time",
    ]


def test_what_is_still_open_at_the_end_is_said_to_be_so() -> None:
    journal = Journal(1)
    issue = journal.issue(EMAIL, 20 * HOUR_S)
    journal.contact(issue, EMAIL, Cause.FIRST, 20 * HOUR_S, Outcome.WAITING, 0)
    journal.ticket(issue, EMAIL, Cause.FIRST, 20 * HOUR_S, math.nan)
    told = lines(journal.log(), issue)
    assert told[0].startswith("Issue 0: came on email, day 1 20:00:00; topic billing, not urgent")
    assert told[-2] == "day 2 00:00:00  contact 0: still waits in the queue at the end of the simulation, after 4 h"
    assert told[-1].startswith("End: not ended by the end of the simulation; 1 contact of the customer, 0 stretches")


def test_who_is_turned_away_or_leaves_a_message_is_told_in_one_line() -> None:
    journal = Journal(1)
    issue = journal.issue(PHONE, NINE)
    journal.contact(issue, PHONE, Cause.FIRST, NINE, Outcome.BLOCKED, ended=NINE)
    journal.contact(issue, PHONE, Cause.REDIAL, NINE + 60, Outcome.MESSAGE, ended=NINE + 60)
    journal.contact(issue, EMAIL, Cause.MESSAGE, NINE + 60, Outcome.WAITING)
    told = [line.partition("  ")[2] for line in lines(journal.log(), issue)[1:4]]
    assert told == [
        "contact 0: the customer comes on phone, and hears a busy tone: no line is free (blocked)",
        "contact 1: the customer tries again on phone (redial), finds it closed and leaves a message",
        "contact 2: the message waits on email; queue email/billing",
    ]


def test_a_chat_says_how_much_of_it_was_the_agents_own_time() -> None:
    journal = Journal(1)
    issue = journal.issue(CHAT, NINE)
    chat = journal.contact(issue, CHAT, Cause.FIRST, NINE, Outcome.ANSWERED, -1, NINE + 5, NINE + 605)
    journal.touch(chat, TouchEnd.DONE, NINE + 5, NINE + 605, Result.RESOLVED, shared=2)
    text = "\n".join(lines(journal.log(), issue))
    assert "front 1, after 10 min of work (10 min talking or writing" not in text
    assert "front 1, after 10 min of work (5 min of the agent's own time, among other chats): done" in text


def test_a_call_back_is_told_as_one() -> None:
    journal = Journal(1)
    issue = journal.issue(PHONE, NINE)
    call = journal.contact(issue, PHONE, Cause.FIRST, NINE, Outcome.CALLED_BACK, 0, NINE + 1800, NINE + 2000)
    journal.touch(call, TouchEnd.DONE, NINE + 1800, NINE + 2000, Result.RESOLVED)
    assert "contact 0: front 1 calls back, after a wait of 30 min" in "\n".join(lines(journal.log(), issue))


def test_every_random_life_is_told_in_the_order_of_time_and_nothing_is_left_out() -> None:
    log = random_log(3, issues=150)
    for issue in range(150):
        told = lines(log, issue)
        instants = [line[: line.index("  ")] for line in told[1:-1]]
        keys = [(int(instant.split()[1]), instant.split()[2]) for instant in instants]
        assert keys == sorted(keys)
        assert "nan" not in "\n".join(told)
        contacts = log.contacts["issue"] == issue
        assert sum("; queue" in line or line.endswith("(balked)") for line in told[1:]) == contacts.sum()
        assert sum(" takes it, after a wait of " in line for line in told) == (log.touches["issue"] == issue).sum()


def test_a_number_that_the_log_does_not_have_is_an_index_error() -> None:
    log = random_log(3, issues=5)
    for number in (-1, 5):
        with pytest.raises(IndexError):
            lines(log, number)


def test_the_life_most_worth_reading_is_the_one_with_the_most_contacts() -> None:
    log = random_log(3, issues=80)
    counts = [int((log.contacts["issue"] == issue).sum()) for issue in range(80)]
    assert most_told(log) == counts.index(max(counts))
    assert most_told(Journal(1).log()) == 0


def test_every_value_of_the_log_has_its_words() -> None:
    assert set(COMES) == set(Cause)
    assert set(ENDS) == set(TouchEnd)
    assert set(BECOMES) == set(Status)
    assert set(ENDINGS) == set(End)
    assert set(MEETS) == set(SessionKind)
    assert set(AND_THEN) == set(SessionEnd)
    assert set(ASKS) == set(Request)
    assert set(DECIDES) == set(RequestEnd)
    assert set(GIVES) == set(Grant)
    assert set(TRUTH) == set(Result) - {Result.NONE, Result.RESOLVED}
    picked_up = {Outcome.ANSWERED, Outcome.TRANSFERRED, Outcome.CALLED_BACK}  # told by the agents' work
    assert set(AT_ONCE) | set(LEAVES) | set(AT_THE_END) | picked_up == set(Outcome)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.2, "less than 1 s"),
        (59.6, "1 min"),
        (125, "2 min 5 s"),
        (3600, "1 h"),
        (3605, "1 h"),
        (2 * DAY_S + 3 * HOUR_S + 59, "2 days 3 h"),
    ],
)
def test_durations_are_told_in_their_two_largest_units(seconds: float, text: str) -> None:
    assert spoken(seconds) == text


def test_an_instant_before_the_start_has_its_date_and_clock_too() -> None:
    assert moment(-HOUR_S, MONDAY) == "Sun 4 Jan 23:00:00"
    assert moment(7 * DAY_S, MONDAY) == "Mon 12 Jan 00:00:00"
    assert moment(-HOUR_S, None) == "day 0 23:00:00"
