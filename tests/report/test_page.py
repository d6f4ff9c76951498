from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sim.errors import StudyError
from sim.report import ReportOptions, render
from sim.report.words import NB

Write = Callable[..., Path]
HOSTILE = "<script>alert('x')</script> & \"50 % off\" ${jinja} {{ 7*7 }} $\\frac{1}{2}$"


class Page(HTMLParser):
    """Every start tag with its attributes, and the text outside of style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._silent = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._silent = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words).replace(NB, " "))


@pytest.fixture(scope="module")
def html(folder: Path) -> str:
    return (folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_the_page_is_well_formed(html: str) -> None:
    root = ElementTree.fromstring(html.replace("<!DOCTYPE html>", "", 1))
    assert root.tag == "html"


def test_the_page_needs_nothing_from_elsewhere(html: str, page: Page) -> None:
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "iframe", "link", "img", "object", "embed", "base", "form", "a"}
    for _, attributes in page.tags:
        for name, value in attributes.items():
            assert not name.startswith("on")
            if name in ("href", "xlink:href", "src", "action"):
                assert value is not None
                assert value.startswith("#")
    outside_names = re.sub(r'xmlns(:\w+)?="[^"]*"', "", html)
    assert not re.search(r"https?://", outside_names)
    assert "url(http" not in html
    assert "@import" not in html


def test_no_two_things_on_the_page_have_the_same_id_and_every_reference_is_met(html: str, page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    references = set(re.findall(r'(?:href="#|url\(#)([^")]+)', html))
    assert references <= set(ids)


def test_the_page_answers_first_and_then_explains(page: Page) -> None:
    order = [
        "option that meets", "The options side by side", "Which option is the best?", "What does each option change?",
        "are there enough people at the right time?", "What the formula would have said", "What each option changes",
        "Every assumption, and where it came from", "How it was run", "How to read the numbers",
    ]  # fmt: skip
    places = [page.text.index(words) for words in order]
    assert places == sorted(places)


def test_numbers_carry_their_units_and_the_currency(page: Page) -> None:
    assert re.search(r"EUR \d{2},\d{3}", page.text)
    assert re.search(r"\d+\.\d %", page.text)
    assert "the same customers in every option" in page.text
    assert not re.search(r"\bnan\b", page.text, re.IGNORECASE)


def test_the_reasons_why_the_formula_differs_are_listed_one_by_one(page: Page) -> None:
    assert "Days differ: how busy a day is varies by 14%" in page.text
    assert " | " not in page.text


def test_the_page_says_how_it_was_run(page: Page) -> None:
    assert "5 January 2026 to 11 January 2026 (7 days)" in page.text
    assert "Seed 7" in page.text
    assert "numpy 2.1" in page.text


def test_the_same_study_gives_the_same_page(folder: Path, html: str, tmp_path: Path) -> None:
    path = shutil.copytree(folder, tmp_path / "again")
    (path / "report.html").unlink()
    assert render(path, ReportOptions(formats=("svg",))).read_text(encoding="utf-8") == html


def test_texts_of_the_user_never_become_markup(tmp_path: Path, write: Write) -> None:
    labels = {"baseline": HOSTILE, "two_more": "</svg></table><b onclick='x()'>bold</b>"}
    folder = write(tmp_path, n_options=2, replications=2, days=1, title=HOSTILE, labels=labels)
    text = render(folder, ReportOptions(formats=("svg",))).read_text(encoding="utf-8")
    ElementTree.fromstring(text.replace("<!DOCTYPE html>", "", 1))
    page = Page(text)
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "b"}
    assert all(not name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert "<script>alert('x')</script> & \"50 % off\"" in page.text
    assert "{{ 7*7 }}" in page.text
    assert "49" not in page.text[:200]
    for path in (folder / "figures").glob("*.svg"):
        ElementTree.parse(path)


def test_one_option_is_reported_without_comparisons(tmp_path: Path, write: Write) -> None:
    folder = write(tmp_path, kinds=("live",), n_options=1, replications=3, days=2)
    (folder / "comparison.csv").unlink()
    page = Page(render(folder, ReportOptions(formats=("svg",))).read_text(encoding="utf-8"))
    assert "The desk in numbers" in page.text
    assert "What each option changes" not in page.text
    assert "same customers in every option;" not in page.text


def test_an_interrupted_study_is_said_to_be_one(folder: Path, tmp_path: Path) -> None:
    path = shutil.copytree(folder, tmp_path / "half")
    manifest = json.loads((path / "manifest.json").read_text())
    (path / "manifest.json").write_text(json.dumps({**manifest, "complete": False}))
    assert (
        "The study was interrupted"
        in Page(render(path, ReportOptions(formats=("svg",))).read_text(encoding="utf-8")).text
    )


def test_only_the_formats_that_were_asked_for_are_written(tmp_path: Path, write: Write) -> None:
    folder = write(tmp_path, kinds=("async",), n_options=1, replications=2, days=1)
    render(folder, ReportOptions(title="My desk", formats=("png",)))
    kinds = {path.suffix for path in (folder / "figures").iterdir()}
    assert kinds == {".png", ".csv"}
    assert "<h1>My desk</h1>" in (folder / "report.html").read_text(encoding="utf-8")


def test_a_folder_that_holds_no_study_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="there is no such study folder"):
        render(tmp_path / "nowhere")
    with pytest.raises(StudyError, match="this is no finished study folder"):
        render(tmp_path)


def test_nothing_half_written_is_left_behind(folder: Path) -> None:
    assert not list(folder.rglob(".*.part"))
