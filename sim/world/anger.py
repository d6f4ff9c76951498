"""Who is angry: a share of customers to begin with, more of them after a wait, a false solution or a broken promise."""

from __future__ import annotations

from math import exp, log1p

from sim.declare import Duration, Settings, setting

LN_2 = 0.6931471805599453


class Anger(Settings):
    """Each need has one uniform u for all of its contacts; its customer is angry at a contact if u < p.

    log-odds(p) = log-odds(``share``) + ``waiting`` log2(1 + wait / expected) + ln ``after_failure`` if the customer had
    to come back + ln ``after_broken_promise`` if a promise has lapsed in silence. So who is angry with one wait is
    angry with every longer one.
    """

    share: float = setting(
        0.12,
        ge=0,
        le=1,
        meaning="share of customers who are angry when they come, nothing having happened yet",
        source="assumed; about 14 % of calls are complaints (Desmarais, SQM)",
    )
    share_on: dict[str, float] = setting(default_factory=dict, meaning="the same, on named topics instead")
    waiting: float = setting(
        0.25, ge=0, le=10, unit="logit", meaning="rise with each doubling of 1 + wait / expected wait"
    )
    expects_live: Duration = setting(60.0, unit="s", gt=0, meaning="wait that customers expect on live channels")
    expects_chat: Duration = setting(
        50.0, unit="s", gt=0, meaning="the same, on chats", source="satisfaction falls after about 50 s (Zendesk 2015)"
    )
    expects_async: Duration = setting(14400.0, unit="s", gt=0, meaning="the same, on async channels")
    expects_on: dict[str, Duration] = setting(
        default_factory=dict, unit="s", meaning="the same, on named channels instead"
    )
    after_failure: float = setting(
        1.8,
        ge=1,
        le=100,
        meaning="factor on the odds once the customer had to come back, after a false solution of an agent or a bot",
    )
    after_broken_promise: float = setting(
        1.5, ge=1, le=100, meaning="factor on the odds once a promise has lapsed and nobody gave notice"
    )
    handle_time: float = setting(1.0, gt=0, le=100, meaning="factor on the work of a contact with an angry customer")


def p_angry(
    share: float,
    waited_s: float,
    expected_s: float,
    w_waiting: float,
    failed: bool,
    after_failure: float,
    broken: bool,
    after_broken_promise: float,
) -> float:
    """Probability that a customer is angry at a contact, after ``waited_s`` seconds; ``expected_s`` > 0.

    p = share f / (1 - share + share f),  f = exp(w log2(1 + waited / expected)) x the factors of what has happened
    """
    odds = share * exp(w_waiting * log1p(waited_s / expected_s) / LN_2)
    if failed:
        odds *= after_failure
    if broken:
        odds *= after_broken_promise
    return odds / (1.0 - share + odds)


def is_angry(u: float, p: float) -> bool:
    """Whether a customer is angry: u < p."""
    return u < p
