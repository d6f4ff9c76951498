"""Settings: from YAML files and overrides to a checked request, with every fault at once."""

from sim.settings.load import Loaded, Typed, load, load_grid
from sim.settings.request import Request, VariantSpec

__all__ = ["Loaded", "Request", "Typed", "VariantSpec", "load", "load_grid"]
