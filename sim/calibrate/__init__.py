"""From a recorded history to a world: what arrived, how long it took, how long people waited, who was there.

``load_column_map`` → ``read_history`` → ``find`` → ``estimate_availability`` → ``world_yaml`` and ``policy_yaml``;
``validate`` fits on the first part of a history and simulates the rest; ``calibrate`` does all of it.
"""

from sim.calibrate.availability import Availability, estimate_availability
from sim.calibrate.calibration import Calibration, calibrate
from sim.calibrate.column_map import ColumnMap, load_column_map
from sim.calibrate.compared import Validation
from sim.calibrate.find import Findings, find
from sim.calibrate.history import History, read_history
from sim.calibrate.policy_yaml import policy_yaml
from sim.calibrate.validate import validate
from sim.calibrate.world_found import world_of
from sim.calibrate.world_yaml import world_yaml
from sim.calibrate.yaml_text import write_whole

__all__ = [
    "Availability",
    "Calibration",
    "ColumnMap",
    "Findings",
    "History",
    "Validation",
    "calibrate",
    "estimate_availability",
    "find",
    "load_column_map",
    "policy_yaml",
    "read_history",
    "validate",
    "world_of",
    "world_yaml",
    "write_whole",
]
