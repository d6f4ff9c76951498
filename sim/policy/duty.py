"""What an agent is there for at a given time."""

from __future__ import annotations

from enum import IntEnum


class Duty(IntEnum):
    """What an agent is there for. Idle and busy are told apart by the touches."""

    OFF = 0
    ON_QUEUE = 1
    BREAK = 2
    MEETING = 3
    TRAINING = 4
    OFF_QUEUE = 5
    """planned shrinkage: other work"""
    ABSENT = 6
    """was planned, is not there"""
    OVERTIME = 7
    """finishing work, or clearing the queue of a closed channel, after the end of the shift"""
    FINISHING = 8
    """finishing work after a pause or other duty should have begun"""
