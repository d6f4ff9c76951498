"""The one-way flow between the folders, and the lightness of `import sim`, hold.

The layers themselves are import-linter contracts in pyproject.toml; here they are run, and what they cannot see is
checked on the syntax trees.
"""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.api import read_configuration

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = ROOT / "pyproject.toml"
CONTRACTS = read_configuration(str(PYPROJECT))["contracts_options"]

# What a plain `import sim` must leave alone: each takes longer to import than `supportsim --help` may take to answer.
HEAVY = ["matplotlib", "hydra", "omegaconf", "pandas", "scipy.stats", "simpy", "pyarrow", "joblib"]

# Imports by a name made at run time, which import-linter does not see. Only the top of the flow may need them.
MAY_IMPORT_BY_NAME = {"sim/__init__.py"}


def modules() -> list[Path]:
    return sorted((ROOT / "sim").rglob("*.py"))


def in_a_new_process(code: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.parametrize("contract", [contract["id"] for contract in CONTRACTS])
def test_the_import_contract_is_kept(contract: str) -> None:
    code = (
        "import sys; from importlinter.cli import lint_imports; "
        f"sys.exit(lint_imports(limit_to_contracts=({contract!r},), no_cache=True, no_logo=True))"
    )
    run = in_a_new_process(code, cwd=ROOT)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_contract_is_strict() -> None:
    """No exception to the layers; elsewhere `ignore_imports` only names who may import a package from outside."""
    layers = [contract for contract in CONTRACTS if contract["type"] == "layers"]
    assert [contract["containers"] for contract in layers] == [["sim"]]
    assert all(contract["exhaustive"] and "ignore_imports" not in contract for contract in layers)
    for contract in CONTRACTS:
        for ignored in contract.get("ignore_imports", ()):
            imported = ignored.partition("->")[2].strip()
            assert imported in contract["forbidden_modules"], f"{contract['id']}: {ignored}"
            assert imported.partition(".")[0] != "sim", f"{contract['id']}: {ignored}"


def test_no_module_hides_an_import_from_the_contracts() -> None:
    hidden = []
    for path in modules():
        name = path.relative_to(ROOT).as_posix()
        if name in MAY_IMPORT_BY_NAME:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=name)
        hidden += [f"{name}:{line}" for line in imports_by_name(tree)]
    assert not hidden, f"imported by a name that only exists at run time: {', '.join(hidden)}"


def imports_by_name(tree: ast.AST) -> Iterator[int]:
    """The lines with `__import__(...)`, `import_module(...)` or `something.import_module(...)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in {"import_module", "__import__"}:
                yield node.lineno


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("import importlib\nimportlib.import_module(name)", [2]),
        ("from importlib import import_module\nx = import_module('sim.cli')", [2]),
        ("__import__('sim')", [1]),
        ("from sim.units import minutes\nminutes(3)", []),
    ],
)
def test_an_import_by_name_is_seen(code: str, lines: list[int]) -> None:
    assert list(imports_by_name(ast.parse(code))) == lines


def test_import_sim_is_light(tmp_path: Path) -> None:
    run = in_a_new_process("import json, sys, sim; print(json.dumps(sorted(sys.modules)))", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    loaded = set(json.loads(run.stdout))
    assert not loaded & set(HEAVY)


def test_import_sim_has_no_side_effects(tmp_path: Path) -> None:
    code = (
        "import logging, os, signal, warnings\n"
        "def state():\n"
        "    return (dict(os.environ), os.getcwd(), list(warnings.filters), list(logging.root.handlers),\n"
        "            logging.root.level, signal.getsignal(signal.SIGINT))\n"
        "before = state()\n"
        "import sim\n"
        "assert state() == before\n"
    )
    run = in_a_new_process(code, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert (run.stdout, run.stderr) == ("", "")
    assert list(tmp_path.iterdir()) == []
