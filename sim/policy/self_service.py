"""Self-service: what customers find before they contact anybody, an article or a page that says what is broken."""

from __future__ import annotations

from sim.declare import Duration, Settings, setting


class KnowledgeBase(Settings):
    """Articles for customers; who looks there, and whether an answer was right, is ``world.self_service``."""

    covers: float = setting(0.3, ge=0, le=1, meaning="share of those who look for an answer and find one")
    covers_on: dict[str, float] = setting(default_factory=dict, meaning="the same, on named topics instead")
    cost_per_week: float = setting(0.0, unit="currency per week", ge=0, meaning="what keeping it costs")


class StatusPage(Settings):
    """A page or broadcast that says what is broken: who came because of it knows now, and does not contact anybody."""

    removes: float = setting(
        0.3, ge=0, le=1, meaning="share of an incident's contacts that it removes once it stands (world.incidents)"
    )
    after: Duration = setting(1800.0, unit="s", ge=0, meaning="from the start of an incident until it stands")
    cost_per_week: float = setting(0.0, unit="currency per week", ge=0, meaning="what keeping it costs")


class SelfService(Settings):
    """What customers meet before the first contact, and before a bot."""

    knowledge_base: KnowledgeBase | None = setting(None, meaning="articles for customers; null: none")
    status_page: StatusPage | None = setting(None, meaning="word of incidents; null: none")

    @property
    def is_there(self) -> bool:
        """Whether there is anything of the kind."""
        return self.knowledge_base is not None or self.status_page is not None

    @property
    def cost_per_week(self) -> float:
        """What keeping it costs a week."""
        parts = (self.knowledge_base, self.status_page)
        return sum(part.cost_per_week for part in parts if part is not None)
