"""A small desk as a file, and the faults of loading it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import SettingsError
from sim.settings import Loaded, Typed, load

DESK = """
title: Test desk
calendar: {start: "2026-01-05", days: 7, interval: 30min}
world:
  arrivals:
    phone: {source: profile, per_week: 100, profile: {mon-fri: {"08:00": 1, "18:00": 0}}}
  effort:
    phone: {talk: {law: lognormal, mean: 4min, cv: 1.0}}
  patience:
    phone: {law: {law: exponential, mean: 2min}}
policy:
  channels:
    phone: {kind: live, open: {mon-fri: "08:00-18:00"}}
  teams:
    front: {skills: {phone: 1.0}}
  heads:
    front: {on_queue: {mon-fri: {"08:00": 2, "18:00": 0}}}
  targets:
    phone: {share: 0.8, within: 20s}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A desk of one phone channel and one team, as a file."""
    path = tmp_path / "desk.yaml"
    path.write_text(DESK, encoding="utf-8")
    return path


@pytest.fixture
def loaded(desk: Path) -> Callable[..., Loaded]:
    """Load the desk with overrides, after replacing text in its file."""

    def read(*overrides: str, config_dir: Path | None = None, **replace: str) -> Loaded:
        edit(desk, replace)
        return load(Typed(overrides, desk, config_dir))

    return read


@pytest.fixture
def faults(desk: Path) -> Callable[..., list[str]]:
    """The faults of loading the desk with overrides and edits, as the user reads them."""

    def read(*overrides: str, config_dir: Path | None = None, edits: dict[str, str] | None = None) -> list[str]:
        edit(desk, edits or {})
        with pytest.raises(SettingsError) as caught:
            load(Typed(overrides, desk, config_dir))
        return [str(fault) for fault in caught.value.faults]

    return read


def edit(path: Path, edits: dict[str, str]) -> None:
    if not edits:
        return
    text = path.read_text(encoding="utf-8")
    for old, new in edits.items():
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
