"""The service that a study looks at first: that of its leading channel, or of the first one with a target."""

from __future__ import annotations

from sim.study.options import StudyOptions
from sim.study.panel import Key
from sim.study.say import duration
from sim.study.variant import Variant


def leading_service(base: Variant, options: StudyOptions) -> tuple[Key, str]:
    """The leading service level, and its words: ``answered within 20 s (phone)``."""
    policy = base.scenario.policy
    channel = options.leading_channel or next((one for one in policy.channels if one in policy.targets), "")
    target = policy.targets.get(channel)
    word = "answered" if not channel or policy.channels[channel].waits_on_line else "replied to"
    within = f" within {duration(target.within)}" if target else " in time"
    return Key("service_level", channel, ""), f"{word}{within} ({channel})"
