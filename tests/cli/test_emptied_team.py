"""A team that everybody leaves, played through a comparison: it goes on to the end, and says who was empty how long."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from sim.cli.main import main
from sim.engine import simulate
from sim.log import Log, Stage
from sim.settings import Typed, load

DAYS = 35
DESK = f"""\
title: Two callers and a long search
calendar: {{days: {DAYS}}}
world:
  arrivals:
    phone: {{source: profile, per_week: 300, profile: {{"08:00": 1, "16:00": 0}}}}
    email: {{source: profile, per_week: 60, profile: {{"08:00": 1, "16:00": 0}}}}
  effort:
    phone: {{talk: {{law: exponential, mean: 4min}}}}
    email: {{talk: {{law: exponential, mean: 6min}}}}
  patience:
    phone: {{law: {{law: exponential, mean: 3min}}}}
  exhaustion: {{at_start: 0.4}}
  strain: {{}}
  departures: {{quits: 11.0, cap: 12.0}}
policy:
  channels:
    phone: {{kind: live, open: "08:00-16:00"}}
    email: {{kind: async}}
  teams:
    callers: {{skills: {{phone: 1.0}}}}
    writers: {{skills: {{email: 1.0}}}}
  shifts:
    day: {{team: callers, agents: 2, hours: "08:00-16:00", days: daily}}
    desk: {{team: writers, agents: 8, hours: "08:00-16:00", days: daily}}
  hiring: {{notice: 0d, lag: {{law: deterministic, value: 300d}}}}
  targets:
    phone: {{share: 0.8, within: 20s}}
variants:
  today: {{title: Two callers}}
  eight: {{title: Eight callers, overrides: ["policy.shifts.day.agents=8"]}}
"""
RUNS = 2


def days_without(log: Log, team: str) -> int:
    """Days of a log on which nobody of a team is at work, on notice or not."""
    mine = log.agents["agent"][log.agents["team"] == log.teams.index(team)]
    there = np.isin(log.people["agent"], mine) & (log.people["stage"] <= Stage.NOTICE)
    return DAYS - len(np.unique(log.people["day"][there]))


def test_a_team_that_everybody_leaves_is_named_with_its_days_and_the_run_goes_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("long_search.yaml").write_text(DESK)
    typed = ["variants=[today,eight]", f"study.replications={RUNS}", "compute=serial", "report=none"]
    assert main(["compare", "long_search.yaml", *typed]) == 0
    said = capsys.readouterr()
    assert "policy.hiring: from a notice to the successor's first day on queue it takes 328 days" in said.err

    request = load(Typed(desk=Path("long_search.yaml"))).request
    logs = [simulate(request.scenario, request.study.seed, replication) for replication in range(RUNS)]
    empty = [days_without(log, "callers") for log in logs]
    assert max(empty) > 5
    assert f"Nobody of the team was left: callers in “Two callers” ({np.mean(empty):.1f} days). The run went on." in (
        said.out
    )

    assert main(["run", "long_search.yaml", "study.replications=1", "compute=serial", "report=none", "name=one"]) == 0
    assert "Nobody of the team was left: callers in “" in capsys.readouterr().out

    (folder,) = (one for one in Path("results").iterdir() if one.name.startswith("long_search"))
    with (folder / "kpis.csv").open() as file:
        rows = {(row["variant"], int(row["replication"]), row["kpi"], row["team"]): row for row in csv.DictReader(file)}
    for replication, (log, days) in enumerate(zip(logs, empty, strict=True)):
        assert float(rows["today", replication, "empty_days", "callers"]["value"]) == days
        assert float(rows["today", replication, "empty_days", "writers"]["value"]) == days_without(log, "writers") == 0
        assert log.people["day"].max() == DAYS - 1
        assert (log.contacts["entered_at"] > (DAYS - 1) * 86400.0).any()
