import subprocess
from types import SimpleNamespace

import pytest

from benchmarks import fresh
from benchmarks.case import M_M_100_M


def test_a_run_in_a_process_of_its_own_says_what_it_took_and_found() -> None:
    run = fresh.run_fresh("simpy_textbook", M_M_100_M.lasting(1200.0), seed=1)
    assert run.figures.contacts == pytest.approx(2000, abs=200)
    assert 0 < run.processor_s < 10
    assert run.contacts_per_s == run.figures.contacts / run.processor_s
    assert 5e6 < run.peak_bytes < 5e8


def test_a_run_that_fails_shows_why(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = SimpleNamespace(returncode=1, stdout="", stderr="ModuleNotFoundError: No module named 'ciw'")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(RuntimeError, match=r"ciw_model failed on Case\((.|\n)*No module named 'ciw'"):
        fresh.run_fresh("ciw_model", M_M_100_M, seed=1)
