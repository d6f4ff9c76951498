"""A study repeats and compares variants: jobs, where they run, what is kept, and what the numbers say."""

from sim.study.answer import Answer, answer
from sim.study.options import Compute, StudyOptions
from sim.study.run import Progress, StudyInterruptedError, run_study
from sim.study.study import Study
from sim.study.sweep import Grid, grid, sweep
from sim.study.variant import Variant
from sim.study.warm_up import Suggestion, WarmUp, mser5, suggest_warm_up

__all__ = [
    "Answer",
    "Compute",
    "Grid",
    "Progress",
    "Study",
    "StudyInterruptedError",
    "StudyOptions",
    "Suggestion",
    "Variant",
    "WarmUp",
    "answer",
    "grid",
    "mser5",
    "run_study",
    "suggest_warm_up",
    "sweep",
]
