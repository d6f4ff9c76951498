"""How a report looks."""

from __future__ import annotations

from typing import Literal

from sim.declare import Settings, setting


class ReportOptions(Settings):
    """What the report shows and in which formats the charts are written."""

    enabled: bool = setting(True, meaning="whether a report is made")
    title: str = setting("", meaning="headline of the report; empty takes the scenario's title", max_length=200)
    formats: tuple[Literal["svg", "png"], ...] = setting(("svg", "png"), meaning="formats of the separate charts")
