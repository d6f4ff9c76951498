from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sim.calibrate import calibrate
from sim.errors import HistoryError
from tests.calibrate.histories import MAPS, PLAIN, write
from tests.calibrate.simulated_desk import recorded


def plain_file(folder: Path) -> Path:
    """The known desk as the plain form, to the second."""
    history = recorded(days=14).history
    import pandas as pd

    origin = pd.Timestamp(history.first_date)
    contacts = history.contacts

    def stamps(name: str) -> list[str]:
        at = origin + pd.to_timedelta(contacts[name].round(), unit="s")
        return ["" if pd.isna(value) else value.strftime("%Y-%m-%d %H:%M:%S") for value in at]

    ended = [end or left for end, left in zip(stamps("ended_at"), stamps("queue_left_at"), strict=True)]
    rows = zip(stamps("created_at"), stamps("answered_at"), ended, contacts["agent"], strict=True)
    return write(folder, *(f"{created},phone,{answered},{end},{agent}" for created, answered, end, agent in rows))


def test_a_plain_file_becomes_a_world_a_policy_and_a_validation(tmp_path: Path) -> None:
    found = calibrate(plain_file(tmp_path), MAPS / "plain.yaml", replications=4, availability_replications=1)
    assert found.availability is not None
    assert found.availability.factor == pytest.approx(0.84, abs=0.06)
    files = found.write(tmp_path / "out")
    assert [path.name for path in files] == ["world.yaml", "policy.yaml", "validation.csv"]
    with files[2].open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["by"] for row in rows} == {"half hour", "day", "all"}
    assert float(next(row["observed"] for row in rows if (row["by"], row["measure"]) == ("all", "offered"))) > 2000
    words = "\n".join(found.summary())
    for part in (
        "phone: 2,",
        "a week asked for an agent",
        "was there for contacts",
        "Fitted on 2024-01-01 to 2024-01-07",
    ):
        assert part in words


def test_a_faulty_file_leaves_nothing_behind(tmp_path: Path) -> None:
    path = write(tmp_path, "yesterday,phone,,,Ada")
    with pytest.raises(HistoryError, match=r"calls\.csv, line 2 = 'yesterday'"):
        calibrate(path, MAPS / "plain.yaml")
    assert [file.name for file in tmp_path.iterdir()] == ["calls.csv"]


def test_tickets_are_calibrated_as_far_as_they_go_and_say_why_no_further(tmp_path: Path) -> None:
    header = "Id,Requester id,Assignee,Via,Ticket type,Priority,Created at,Solved at,First reply time in minutes"
    lines = [
        f"{day * 10 + number},{number},Ada,Mail,Question,Low,2024-03-{day + 1:02d} 1{number}:00,,{30 + number}"
        for day in range(21)
        for number in range(9)
    ]
    found = calibrate(write(tmp_path, *lines, header=header), MAPS / "zendesk.yaml")
    assert (found.availability, found.validation) == (None, None)
    words = "\n".join(found.summary())
    assert "Not seen: handle time" in words
    assert "Not validated: waits cannot be validated: the history shows no presence" in words
    assert [path.name for path in found.write(tmp_path / "out")] == ["world.yaml", "policy.yaml"]


def test_the_plain_form_is_what_its_map_says() -> None:
    assert PLAIN == "created_at,channel,answered_at,ended_at,agent"
