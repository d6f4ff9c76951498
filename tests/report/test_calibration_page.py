from __future__ import annotations

from pathlib import Path

import pytest

from sim.calibrate.calibration import Calibration
from sim.calibrate.compared import FORECAST, MEASURES, WORK, Compared, Validation
from sim.calibrate.find import find
from sim.calibrate.validate import validate
from sim.report.calibration_page import headline, render_calibration, validation_charts, whole_table
from sim.report.words import NB
from tests.calibrate.simulated_desk import recorded


@pytest.fixture(scope="module")
def checked() -> Validation:
    return validate(recorded(days=14).history, (FORECAST, WORK), replications=3, availability_replications=1)


def test_a_chart_for_each_measure_as_forecast_and_with_the_load_known(checked: Validation) -> None:
    charts = list(validation_charts(checked))
    assert [chart.name for chart in charts] == [
        "observed_volume",
        "observed_abandonment",
        "observed_wait",
        "observed_service_level",
        "observed_abandonment_known_load",
        "observed_wait_known_load",
        "observed_service_level_known_load",
    ]
    assert len({chart.question for chart in charts}) == len(charts)
    volume = charts[0].data
    assert list(volume["from_h"])[:3] == [8.0, 8.5, 9.0]
    assert 7 * volume["observed"].sum() == pytest.approx(checked.whole("offered").observed)


def test_the_headline_gives_both_distances_whatever_they_are(checked: Validation) -> None:
    text = headline(checked).replace(NB, " ")
    assert text.startswith("As a forecast, simulated abandonment is ")
    assert "; with contacts and handle time known, they are " in text


def test_a_figure_outside_its_interval_is_marked(checked: Validation) -> None:
    rows = tuple(
        Compared(step, "all", "all", measure, 1.0, 2.0, 1.5, 2.5) for step in (FORECAST, WORK) for measure in MEASURES
    )
    from dataclasses import replace

    table = whole_table(replace(checked, rows=rows))
    assert table["heads"] == ["A true forecast", "The contacts and their handle time"]
    inside = [[cell["inside"] for cell in row["cells"]] for row in table["rows"]]
    assert inside == [[False, True], [False, False], [False, False], [False, False]]
    assert table["rows"][1]["cells"][0]["apart"] == "+100 %"


def test_the_page_stands_by_itself_and_says_what_was_not_seen(checked: Validation, tmp_path: Path) -> None:
    findings = find(recorded(days=14).history)
    page = render_calibration(Calibration(findings, checked.availability, checked), tmp_path, ("svg",))
    text = page.read_text(encoding="utf-8")
    assert text.count("<svg") == 7
    assert "http" not in text.replace("http://www.w3.org", "").replace('http-equiv="Content', "").replace(
        "http://purl.org", ""
    )
    for item in findings.unseen:
        assert item.what[1:] in text
    assert "Laws of patience, phone" in text


def test_a_history_that_cannot_be_validated_gets_a_page_that_says_why(tmp_path: Path) -> None:
    findings = find(recorded(days=14).history)
    page = render_calibration(Calibration(findings, None, None, "needs more than a week"), tmp_path)
    text = page.read_text(encoding="utf-8")
    assert "Not validated: needs more than a week." in text
    assert "<svg" not in text
    assert not (tmp_path / "figures").exists()
