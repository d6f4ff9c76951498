"""Reading one YAML file as plain values: with Hydra's own reading of YAML, and nothing in it that could act.

A config must not be able to run code or read the environment. So everything that Hydra or OmegaConf would act upon is
refused wherever it stands: ``_target_`` and its companions, ``hydra`` sections, and ``${name:...}`` resolvers; what
remains is plain interpolation such as ``${policy.channels.phone.open}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.errors import Fault, SettingsError

MOST_VALUES = 100_000
"""Values that a file may come to by naming its parts again."""

ACTING = ("_target_", "_partial_", "_args_", "_recursive_", "_convert_")


def read_yaml(path: Path, shown: str) -> dict[str, Any]:
    """The mapping in a file; ``SettingsError`` where it cannot be read, holds no mapping, or wants to act."""
    import yaml
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    try:
        _stop_what_swells(path, shown)
        loaded = OmegaConf.to_container(OmegaConf.load(path), resolve=False)
    except FileNotFoundError:
        raise SettingsError([Fault(shown, "there is no such file")]) from None
    except RecursionError:
        raise SettingsError([Fault(shown, "the file is nested too deeply to be read")]) from None
    except UnicodeDecodeError:
        raise SettingsError([Fault(shown, "the file is not UTF-8 text")]) from None
    except OSError as error:
        raise SettingsError([Fault(shown, f"the file cannot be read: {error.strerror or error}")]) from None
    except yaml.MarkedYAMLError as error:
        raise SettingsError([_yaml_fault(shown, error)]) from None
    except (yaml.YAMLError, OmegaConfBaseException, ValueError) as error:
        why = _first_line(error)
        if "key type 'NoneType'" in why:
            why = "a name before a colon is missing"
        elif "integer string conversion" in why:
            why = "a number has thousands of digits"
        raise SettingsError([Fault(shown, f"this is not YAML that can be read: {why}")]) from None
    if loaded is None or loaded == []:
        loaded = {}
    if not isinstance(loaded, dict):
        raise SettingsError([Fault(shown, "a settings file holds names with values, not a list or a single value")])
    found = list(acting(loaded, shown))
    if found:
        raise SettingsError(found)
    return dict(loaded)  # names that are no text get a fault of their own


def _stop_what_swells(path: Path, shown: str) -> None:
    """Refuse a small file that names parts again and again (``*name``) until they fill the memory."""
    import yaml

    text = path.read_text(encoding="utf-8-sig")
    if re.search(r"[\s\[,{:]\*\w", text) is None:
        return
    sizes: dict[int, int] = {}

    def size(node: Any) -> int:
        if id(node) not in sizes:
            sizes[id(node)] = 1  # of a part that names itself
            parts: list[Any] = []
            if isinstance(node, yaml.MappingNode):
                parts = [part for pair in node.value for part in pair]
            elif isinstance(node, yaml.SequenceNode):
                parts = node.value
            sizes[id(node)] = 1 + sum(size(part) for part in parts)
        return sizes[id(node)]

    written_out = size(yaml.compose(text, Loader=yaml.SafeLoader))
    if written_out > MOST_VALUES and written_out > 10 * len(sizes):
        raise SettingsError(
            [Fault(shown, f"written out, what it names by * is {written_out} values", "", "write what you need")]
        )


def acting(value: Any, where: str) -> Iterator[Fault]:
    """A fault for everything that would run code or read the environment."""
    if isinstance(value, dict):
        for key, inner in value.items():
            place = f"{where}: {key}" if ": " not in where else f"{where}.{key}"
            if key in ACTING:
                yield Fault(place, "a settings file cannot run code", shorten(inner), "remove it")
            elif key == "hydra" or (isinstance(key, str) and key.startswith(("hydra.", "hydra/"))):
                yield Fault(place, "a hydra section: a settings file only holds settings", "", "remove it")
            if isinstance(key, str):
                yield from acting(key, place)
            if key == "defaults" and where.count(": ") == 0:
                yield from _hydra_defaults(inner, place)
            yield from acting(inner, place)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from acting(inner, f"{where}[{index}]")
    elif isinstance(value, str) and has_resolver(value):
        yield Fault(
            where,
            "only plain interpolation such as ${policy.channels.phone.open} is allowed: nothing is computed, "
            "and the environment is not read",
            value,
        )


def has_resolver(text: str) -> bool:
    """Whether ``text`` holds an interpolation with a colon in its braces: a resolver, such as ``${oc.env:HOME}``."""
    depth = position = 0
    while position < len(text):
        if text.startswith("${", position):
            depth += 1
            position += 2
            continue
        if depth and text[position] == ":":
            return True
        if depth and text[position] == "}":
            depth -= 1
        position += 1
    return False


def shorten(value: Any, length: int = 60) -> str:
    """A value as an error message shows it."""
    text = "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= length else text[: length - 3] + "..."


def _hydra_defaults(entries: Any, where: str) -> Iterator[Fault]:
    for entry in entries if isinstance(entries, list) else ():
        names = list(entry) if isinstance(entry, dict) else [entry]
        for name in names:
            if str(name).removeprefix("override ").lstrip("/").startswith("hydra"):
                yield Fault(where, "a hydra section: a settings file only holds settings", str(name))


def _yaml_fault(shown: str, error: Any) -> Fault:
    mark = error.problem_mark
    where = f"{shown}, line {mark.line + 1}" if mark is not None else shown
    problem = error.problem or error.context or "unreadable"
    fix = ""
    if "found duplicate key" in problem:
        problem = problem.replace("found duplicate key", "this name stands there twice:")
    elif "could not determine a constructor" in problem:
        problem = "a settings file cannot make objects (a tag with an exclamation mark)"
    elif "mapping values are not allowed" in problem:
        fix = "a line above may lack its colon or its quotes"
    elif "\\t" in problem:
        fix = "indent by spaces"
    return Fault(where, f"this is not YAML that can be read: {problem}", "", fix)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
