"""The whole settings file as one frozen model: the desk, how it is studied, and what is compared."""

from __future__ import annotations

from sim.declare import Settings, setting
from sim.report.options import ReportOptions
from sim.scenario import Scenario
from sim.study.options import Compute, StudyOptions


class VariantSpec(Settings):
    """One option under consideration, as a difference from the base."""

    title: str = setting("", meaning="what tables and charts call it", max_length=80)
    because: str = setting("", meaning="why it is considered", max_length=500)
    overrides: tuple[str, ...] = setting(
        (), meaning='what it changes, as on the command line: "policy.heads.phone.plus=2"'
    )


class Request(Scenario):
    """Everything that one command needs: a scenario, and the study that is made of it."""

    name: str = setting(
        "", meaning="name of the study's folder; empty takes the experiment's or the scenario's", pattern=r"^[\w.-]*$"
    )
    variants: tuple[str, ...] | dict[str, VariantSpec] = setting(
        (), meaning="what is compared: names of files in variant/, or options written out by name"
    )
    study: StudyOptions = setting(default_factory=StudyOptions, meaning="how the study is run")
    compute: Compute = setting(default_factory=Compute, meaning="where it runs")
    report: ReportOptions = setting(default_factory=ReportOptions, meaning="how the report looks")

    @property
    def scenario(self) -> Scenario:
        """The desk by itself, without the study."""
        return Scenario.model_construct(**{name: getattr(self, name) for name in Scenario.model_fields})
