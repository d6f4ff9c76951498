"""From a history to a comparison: what calibrate writes, compare plays."""

import shlex
from pathlib import Path

import numpy as np
import pytest

from sim.cli.main import main


def history(path: Path, days: int = 14) -> None:
    """Calls from 09:00 to 17:00 on weekdays to three agents, first come first served; some give up."""
    rng = np.random.default_rng(1)
    lines = ["created_at,channel,answered_at,ended_at,agent"]
    for day in range(days):
        date = np.datetime64("2026-01-05") + day
        if day % 7 > 4:
            continue
        free = [9 * 3600] * 3
        for second in np.sort(rng.uniform(9 * 3600, 17 * 3600, 300)).astype(int).tolist():
            created = date.astype("datetime64[s]") + second
            agent = int(np.argmin(free))
            start, talk, patience = max(free[agent], second), 30 + int(rng.exponential(220)), int(rng.exponential(150))
            if start - second > patience:
                line = f"{created},phone,,{created + patience},"
            else:
                free[agent] = start + talk
                line = f"{created},phone,{created + (start - second)},{created + (start - second + talk)},agent{agent}"
            lines.append(line.replace("T", " "))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.slow
def test_what_calibrate_writes_can_be_compared_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    history(tmp_path / "calls.csv")
    assert main(["calibrate", "calls.csv", "map=plain", "replications=2"]) == 0, capsys.readouterr().err
    said = capsys.readouterr().out
    options = "'variants=[baseline,one_more,two_more]'"  # quoted: some shells take the brackets for themselves
    following = f"supportsim compare --config-dir calls_found scenario=calls_found {options}"
    assert said.splitlines()[-1] == f"next:    {following}"
    found = tmp_path / "calls_found"
    assert (found / "world" / "found" / "calls_found.yaml").is_file()
    drawn = ("volume", "abandonment", "wait", "service_level")
    drawn += tuple(f"{name}_known_load" for name in drawn[1:])
    kinds = ("svg", "png", "csv")
    files = {path.name for path in (found / "figures").iterdir()}
    assert files == {f"observed_{name}.{kind}" for name in drawn for kind in kinds}
    page = (found / "validation.html").read_text(encoding="utf-8")
    assert page.count("<svg") == len(drawn)
    assert "As a forecast, simulated abandonment is" in page
    given = {line.partition(",")[0] for line in (found / "validation.csv").read_text().splitlines()[1:]}
    assert given == {"forecast", "contacts known", "contacts and handle time known"}
    assert "gave up waiting (abandonment): seen " in said
    assert f"read:    {Path('calls_found') / 'validation.html'}" in said
    assert main([*shlex.split(following)[1:], "study.replications=2", "compute=serial", "report=none"]) == 0
    assert "One more" in capsys.readouterr().out
    assert main(["calibrate", "calls.csv", "map=plain"]) == 2
    assert "calls_found: this folder is there already (--force overwrites it" in capsys.readouterr().err


def test_a_bad_history_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "calls.csv").write_text(
        "created_at,channel,answered_at,ended_at,agent\nsoon,phone,,,\n", encoding="utf-8"
    )
    assert main(["calibrate", "calls.csv", "map=plain"]) == 2
    said = capsys.readouterr()
    assert "soon" in said.err
    assert "Traceback" not in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["calls.csv"]


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("seed=x", "seed = x: is a whole number"),
        ("replications=0", "replications = 0: is a whole number"),
        ("within=20", "within = 20: a duration is written with its unit"),
        ("map=nothing", "map = nothing: says which column is what (one of bank, "),
    ],
)
def test_a_wrong_setting_of_calibrate_is_named(override: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", __file__, "map=plain", override]) == 2
    assert message in capsys.readouterr().err
