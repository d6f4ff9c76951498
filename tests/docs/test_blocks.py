"""What the pages tell people to type works: their blocks run in order, in an empty folder, as a new user would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import PAGES, ROOT, Block, blocks

RUN = {"sh", "python"}
SHOWN_ONLY = {"yaml", "text", "csv"}

SHORT = """\
#!/bin/sh
# The real command on few replications and days and without a report: what is tested is that it works, not its numbers.
case "$1 $*" in
  *calendar.days=*) days= ;;
  *experiment=demo* | *scenario=support_desk*) days=calendar.days=3 ;;
  *) days= ;;
esac
case "$1" in
  run | compare | sweep) exec "{real}" "$@" $days study.replications=2 compute=serial report=none ;;
  calibrate) exec "{real}" "$@" replications=2 ;;
  *) exec "{real}" "$@" ;;
esac
"""


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with the short command first on the path."""
    bin_folder, work = tmp_path / "bin", tmp_path / "work"
    bin_folder.mkdir()
    work.mkdir()
    command = bin_folder / "supportsim"
    command.write_text(SHORT.format(real=Path(sys.executable).with_name("supportsim")), encoding="utf-8")
    command.chmod(0o755)
    path = os.pathsep.join([str(bin_folder), str(Path(sys.executable).parent), os.environ["PATH"]])
    monkeypatch.setenv("PATH", path)
    monkeypatch.chdir(work)
    return work


def runnable(page: str) -> list[Block]:
    return [block for block in blocks(page) if block.language in RUN and not block.not_run]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the blocks are for a POSIX shell")
@pytest.mark.parametrize("page", [page for page in PAGES if runnable(page)])
def test_every_block_of_a_page_runs(page: str, empty_folder: Path) -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    done = 0
    for block in runnable(page):
        where = f"{page}, line {block.line}"
        if block.language == "python":
            exec(compile("\n" * (block.line - 1) + block.text, str(ROOT / page), "exec"), names)
        else:
            ended = subprocess.run(["sh", "-eu"], input=block.text, capture_output=True, text=True, check=False)
            assert ended.returncode == 0, f"{where} ended with {ended.returncode}:\n{ended.stdout}\n{ended.stderr}"
            assert "Traceback" not in ended.stderr, f"{where}:\n{ended.stderr}"
        done += 1
    assert done


@pytest.mark.parametrize("page", PAGES)
def test_a_block_is_run_or_says_why_not(page: str) -> None:
    unknown = [
        f"{page}, line {block.line}: {block.language or 'no language'}"
        for block in blocks(page)
        if block.language not in RUN | SHOWN_ONLY
    ]
    assert unknown == []
