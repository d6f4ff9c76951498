import subprocess
import sys

import sim.theory


def test_every_name_promised_by_the_package_is_there_and_has_a_docstring():
    assert sim.theory.__all__ == sorted(sim.theory.__all__)
    assert [name for name in sim.theory.__all__ if not getattr(sim.theory, name).__doc__] == []


def test_importing_the_package_loads_neither_scipy_nor_another_layer():
    code = (
        "import sys, sim.theory\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('scipy', 'pandas', 'matplotlib', 'simpy')))\n"
        "print(sorted(m for m in sys.modules if m.startswith('sim.') and not m.startswith('sim.theory')))"
    )
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert seen.split() == ["[]", "[]"]
