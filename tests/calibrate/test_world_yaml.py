from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import yaml

from sim.calibrate.availability import Availability
from sim.calibrate.find import Findings, find
from sim.calibrate.policy_yaml import policy_yaml
from sim.calibrate.world_found import world_of
from sim.calibrate.world_yaml import world_yaml
from sim.calibrate.yaml_text import write_whole
from sim.scenario import Scenario
from sim.scenario.scenario import Policy, World
from sim.units import DAY_S, HOUR_S
from tests.calibrate.histories import history_of, shipped
from tests.calibrate.simulated_desk import recorded

FACTOR = Availability(0.85, 0.02, 0.01, -0.02, (), 3, at_limit=False)


@pytest.fixture(scope="module")
def findings() -> Findings:
    return find(recorded().history)


def test_reading_the_file_gives_the_world_that_was_found(findings: Findings) -> None:
    text = world_yaml(findings, FACTOR)
    assert text.startswith("# @package world\n")
    assert World.from_mapping(yaml.safe_load(text)) == world_of(findings)


def test_world_and_policy_together_are_a_scenario_that_can_be_simulated(findings: Findings) -> None:
    from sim.engine import simulate

    world, policy = yaml.safe_load(world_yaml(findings)), yaml.safe_load(policy_yaml(findings, FACTOR))
    scenario = Scenario.from_mapping({"calendar": {"start": "2024-01-01", "days": 1}, "world": world, "policy": policy})
    assert len(simulate(scenario, 1, 0).contacts["issue"]) > 300


def test_every_figure_stands_beside_its_evidence(findings: Findings) -> None:
    text = world_yaml(findings, FACTOR)
    channel = findings.channels["phone"]
    assert channel.effort is not None
    assert channel.patience is not None
    for part in (
        f"{channel.n_offered} contacts in all",
        "kappa; 95 % range",
        "1/kappa_I =",
        f"{channel.effort.n} services: mean {channel.effort.mean_s:.1f} ±",
        "lognormal AIC",
        f"{channel.patience.n_abandoned} of {channel.patience.n_waited} who had to wait gave up",
        "Availability of the agents present: 0.850 ± 0.020; with it simulated abandonment is +1.0% and waiting -2.0%",
        "Arrivals within half hours against Poisson",
        "# Not seen, and what stands in:",
        "customers are not identified",
    ):
        assert part in " ".join(line.strip().removeprefix("# ") for line in text.splitlines()) or part in text


def test_long_comments_are_broken_and_figures_are_not(findings: Findings) -> None:
    for line in world_yaml(findings, FACTOR).splitlines():
        assert not line.lstrip().startswith("#") or len(line) <= 118


def test_the_policy_holds_hours_and_heads_times_the_availability(findings: Findings) -> None:
    policy = Policy.from_mapping(yaml.safe_load(policy_yaml(findings, FACTOR)))
    assert policy.channels["phone"].open.model_dump() == {"mon-fri": "08:00-18:00", "sat-sun": "closed"}
    assert policy.heads["desk"].on_queue.at(0, 12 * HOUR_S) == 3.0  # 0.85 of 4
    plain = Policy.from_mapping(yaml.safe_load(policy_yaml(findings)))
    assert plain.heads["desk"].on_queue.at(0, 12 * HOUR_S) == 4.0


def test_no_row_and_no_name_of_the_history_is_in_the_files(findings: Findings) -> None:
    text = world_yaml(findings, FACTOR) + policy_yaml(findings, FACTOR)
    instants = findings.history.contacts["created_at"].round(2).astype(str)
    assert not any(instant in text for instant in instants[::50])


def test_tickets_say_what_they_hide_and_leave_the_roster_to_you() -> None:
    tickets = history_of(np.arange(60) * 21600.0, handle_s=np.nan, mapping=shipped("zendesk"))
    tickets.contacts["channel"] = "email"
    found = find(tickets)
    text = world_yaml(found)
    assert "not seen in this history: the usual handle time stands in (assumed)" in text
    assert World.from_mapping(yaml.safe_load(text)) == world_of(found)
    assert "nobody's presence can be seen" in policy_yaml(found)
    assert "kind: async" in policy_yaml(found)


def test_returns_of_identified_customers_are_written_with_their_share() -> None:
    rng = np.random.default_rng(3)
    first = rng.uniform(0.0, 50 * DAY_S, 800)
    back = first[:200] + rng.uniform(600.0, 7200.0, 200)
    created = np.concatenate([first, back])
    outcome = np.where(np.arange(1000) < 300, "abandoned", "answered")
    customer = np.concatenate([np.arange(800), np.arange(200)])
    found = find(history_of(created, wait_s=rng.exponential(30.0, 1000), outcome=outcome, customer=customer, n_days=56))
    text = world_yaml(found)
    assert "of contacts arose by themselves" in text
    assert World.from_mapping(yaml.safe_load(text)).redial["phone"].share == pytest.approx(200 / 300, abs=0.08)


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new folder" / "world.yaml"
    write_whole(path, "first\n")
    assert path.read_text() == "first\n"

    def full_disk(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", full_disk)
    with pytest.raises(OSError, match="disk full"):
        write_whole(path, "second\n")
    assert [file.name for file in path.parent.iterdir()] == ["world.yaml"]
    assert path.read_text() == "first\n"
