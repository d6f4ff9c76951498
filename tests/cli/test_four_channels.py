"""What commands print of a desk with tickets: the load with what first contacts bring, and verdicts by channel."""

from __future__ import annotations

from typing import Any

import pytest

from sim.cli.main import main
from sim.cli.outcome import stands


def test_show_counts_what_first_contacts_bring_and_says_what_it_cannot_know(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["show", "scenario=support_desk"]) == 0
    load = capsys.readouterr().out.split("Offered load over 28 days")[1]
    assert load.startswith(" (first contacts and what they bring)")
    head = " ".join(load.splitlines()[1].split())
    assert head.startswith("channel first contacts come back further touches notices time of a touch hours of work")
    assert "Not known before a simulation: who tries again or gives up, and who asks where things stand." in load
    assert "chat: an agent's time with all slots in use" in load
    (everybody,) = [line.split() for line in load.splitlines() if line.startswith("all ")]
    assert 78 <= float(everybody[3]) <= 86


def told(*goals: tuple[str, str]) -> dict[str, Any]:
    order = ["yes", "perhaps", "no"]
    worst = max((meets for _, meets in goals), key=order.index)
    return {"goals": [{"channel": channel, "meets": meets} for channel, meets in goals], "meets": worst}


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (told(("phone", "no")), "misses the target"),
        (told(("phone", "yes")), "meets the target"),
        (told(("phone", "yes"), ("email", "yes")), "meets every target"),
        (told(("phone", "no"), ("email", "perhaps")), "misses the phone target"),
        (told(("phone", "no"), ("email", "no"), ("chat", "yes")), "misses the phone and email targets"),
        (told(("phone", "yes"), ("email", "perhaps")), "may meet the email target"),
    ],
)
def test_a_verdict_names_the_targets_that_are_missed(standing: dict[str, Any], words: str) -> None:
    assert stands(standing) == words


def test_show_says_how_much_of_their_time_supervisors_need(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "scenario=support_desk"]) == 0
    told_last = capsys.readouterr().out.split("What supervisors are asked to decide")[1]
    (found,) = [line.split() for line in told_last.splitlines() if line.startswith("supervisors ")]
    on_hold, later, requests_h, duties_h, on_queue_h, load = map(float, found[1:7])
    assert (on_hold + later) * 4 * 240 / 3600 == pytest.approx(requests_h, abs=0.1)  # four weeks, 4 min each
    assert (requests_h + duties_h) / on_queue_h == pytest.approx(load / 100, abs=0.001)
    assert main(["show", "scenario=small_phone"]) == 0
    assert "supervisors are asked" not in capsys.readouterr().out


@pytest.mark.slow
def test_a_comparison_shows_calls_emails_and_failure_demand_and_names_the_channel_of_the_verdict(
    capsys: pytest.CaptureFixture[str], tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    quick = ["calendar.days=3", "study.replications=2", "compute=serial", "report=none"]
    assert main(["compare", "scenario=support_desk", "variants=[baseline,calls_interrupt]", *quick]) == 0
    head, _, first, second = capsys.readouterr().out.splitlines()[1:5]
    for name in ("answered within 20 s (phone)", "replied within 2 h (email)", "failure demand", "cost per week, EUR"):
        assert name in head
    assert first.startswith("As today")
    assert "; phone: " in second


@pytest.mark.slow
def test_one_run_says_how_many_were_solved_at_the_first_contact_and_a_next_command_that_works(
    capsys: pytest.CaptureFixture[str], tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    quick = ["calendar.days=8", "study.replications=1", "compute=serial", "report=none"]
    assert main(["run", "scenario=support_desk", *quick]) == 0
    said = capsys.readouterr().out
    assert "solved at the first contact (net FCR, 7 days)" in said
    assert "tickets open at the end" in said
    assert said.splitlines()[-1].endswith("'variants=[baseline,calls_interrupt]'")
