"""Every case: desks whose figures theory knows exactly, by what they are about.

Every case is a steady desk, round the clock, with a warm-up; ``tight`` makes it longer and, where it makes sense,
busier.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.known.again_cases import AGAIN
from tests.known.anger_cases import ANGRY
from tests.known.approval_cases import APPROVALS
from tests.known.blending_cases import BLENDED
from tests.known.bot_cases import BOTS
from tests.known.case import Case
from tests.known.chase_cases import CHASES
from tests.known.chat_cases import CHATS
from tests.known.line_cases import LINES
from tests.known.people_cases import PEOPLE
from tests.known.self_service_cases import SELF_SERVICE
from tests.known.ticket_cases import TICKETS

CASES: tuple[Callable[[bool], Case], ...] = (
    *LINES,
    *AGAIN,
    *CHATS,
    *BLENDED,
    *CHASES,
    *TICKETS,
    *BOTS,
    *SELF_SERVICE,
    *APPROVALS,
    *ANGRY,
    *PEOPLE,
)
