"""From a recorded history to a world: what arrived, how long it took, how long people waited, who was there."""
