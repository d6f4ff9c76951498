"""Plain interpolation: ``${policy.targets.phone.within}`` stands for the value at that path."""

from __future__ import annotations

from typing import Any

from sim.errors import Fault, SettingsError


def resolve(values: dict[str, Any]) -> dict[str, Any]:
    """Plain interpolations replaced by what they name; ``SettingsError`` where they name nothing."""
    if not _has_interpolation(values):
        return values
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    try:
        resolved = OmegaConf.to_container(OmegaConf.create(values), resolve=True)
    except OmegaConfBaseException as error:
        where = str(getattr(error, "full_key", "") or "settings")
        raise SettingsError(
            [Fault(where, f"the interpolation cannot be resolved: {str(error).splitlines()[0]}")]
        ) from None
    assert isinstance(resolved, dict)
    return {str(key): value for key, value in resolved.items()}


def _has_interpolation(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_has_interpolation(inner) for inner in value.values())
    if isinstance(value, list):
        return any(_has_interpolation(inner) for inner in value)
    return isinstance(value, str) and "${" in value
