"""Made-up study folders for the tests of the report, each written once."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from sim.report import render
from sim.report.study_folder import StudyFolder


def _fake_study() -> ModuleType:
    """The generator beside this file, whatever else is called ``tests`` on this machine."""
    spec = importlib.util.spec_from_file_location("report_fake_study", Path(__file__).with_name("fake_study.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


FAKE = _fake_study()
Write = Callable[..., Path]


@pytest.fixture(scope="session")
def fake() -> ModuleType:
    """The generator's own module: its scenarios and options."""
    return FAKE


@pytest.fixture(scope="session")
def write() -> Write:
    """Writes a made-up study: ``write(folder, kinds=..., n_options=..., replications=..., days=..., labels=...)``."""
    made: Write = FAKE.write
    return made


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, write: Write) -> Path:
    """Four options of a phone and email desk over a week, with their report."""
    path = write(tmp_path_factory.mktemp("studies") / "desk")
    render(path)
    return path


@pytest.fixture
def study(folder: Path) -> StudyFolder:
    """The same, to ask questions of."""
    return StudyFolder(folder)
