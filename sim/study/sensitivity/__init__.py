"""Which conclusions survive when the assumed coefficients move over their ranges: Morris over all, Sobol over a few."""

from sim.study.sensitivity.assumed import assumed, left_out
from sim.study.sensitivity.coefficient import Coefficient, values_at
from sim.study.sensitivity.screen import Extent, Screened, run_screen

__all__ = ["Coefficient", "Extent", "Screened", "assumed", "left_out", "run_screen", "values_at"]
