"""How a study is run: how often, with which chance, where its results go, and on how many processors."""

from __future__ import annotations

from typing import Literal

from sim.declare import Duration, Settings, setting


class StudyOptions(Settings):
    """How often, with which chance, and what decides."""

    replications: int = setting(20, ge=1, le=1_000_000, meaning="replications of every variant, on the same customers")
    seed: int = setting(20260105, ge=0, lt=2**63, meaning="names the chance: the same seed brings the same customers")
    folder: str = setting("results", meaning="folder in which the study's own folder is made", min_length=1)
    warm_up: Duration = setting(0.0, unit="s", ge=0, meaning="time at the start that is simulated but not counted")
    confidence: float = setting(0.95, gt=0.5, lt=1, meaning="confidence of every interval")
    leading: str = setting("service_level", meaning="the KPI that decides first")
    leading_channel: str | None = setting(None, meaning="its channel; null for the first one with a target")
    matters: dict[str, float] = setting(
        default_factory=dict, meaning="by KPI: the smallest difference that matters (in the KPI's unit)"
    )
    keep_log: bool = setting(False, meaning="whether every replication's log is kept on disk (it changes no result)")
    precision: float | None = setting(
        None,
        gt=0,
        lt=1,
        meaning="go on until the leading KPI is known to this share of itself in every variant (0.01: to 1 %); "
        "null for exactly the replications asked for",
    )
    most_replications: int = setting(
        1000, ge=2, le=1_000_000, meaning="where `precision` stops at the latest, if it is not reached before"
    )


class Compute(Settings):
    """Where the replications run."""

    backend: Literal["serial", "loky", "dask"] = setting(
        "loky", meaning="serial: one after another; loky: on the local cores; dask: on a cluster"
    )
    workers: int = setting(0, ge=0, le=4096, meaning="how many at a time; 0 for all cores")
    scheduler: str | None = setting(None, meaning="dask: address of the scheduler; null for a local one")
