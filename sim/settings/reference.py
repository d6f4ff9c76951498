"""The parameter reference, written from the declarations: ``python -m sim.settings.reference > docs/parameters.md``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_origin

from pydantic_core import PydanticUndefined, to_jsonable_python

from sim.settings.request import Request
from sim.settings.tree import Path, Place, child, every_setting, extra, kind_in_words, limits_in_words, root

HEAD = """# Parameters

Every setting with its unit, meaning, range, default and source. This page is generated (`make docs`) from the
declarations that also check your files, so it cannot disagree with them. "assumed" means that nobody measured it.

`<name>` stands for a name that you choose, `[]` for the rows of a list or table. Where one word decides what else may
stand there, it is in round brackets: `talk(lognormal)` is `talk` with `law: lognormal`.
"""


def reference() -> str:
    """The page as Markdown, one table a group."""
    return HEAD + "\n" + "\n".join(_sections()) + "\n"


def _sections() -> Iterator[str]:
    groups: dict[str, list[tuple[Path, Place]]] = {}
    for path, place in every_setting(Request):
        if _is_group(place) or len(place.choices) == 1:  # the word that tells a union's members apart
            continue
        groups.setdefault(".".join(path[:-1][:3]) or "at the top", []).append((path, place))
    for group, settings in groups.items():
        yield f"## {_title(group)}\n"
        yield "| setting | what it is | unit | allowed | default | source |"
        yield "| --- | --- | --- | --- | --- | --- |"
        for path, place in settings:
            yield _row(path, place)
        yield ""


def _row(path: Path, place: Place) -> str:
    info = place.info
    meaning = (info.description or "") if info is not None else ""
    allowed = ", ".join(part for part in (kind_in_words(place), limits_in_words(place)) if part)
    if place.optional:
        allowed += ", or null"
    needed = info is None or info.is_required()
    source = "" if needed else extra(place, "source")
    cells = [f"`{'.'.join(path)}`", meaning, extra(place, "unit"), allowed, _default(path, place), source]
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _default(path: Path, place: Place) -> str:
    info = place.info
    if info is None or info.is_required():
        return "has to be set"
    owner = _owner(path)
    if owner is not None and info.default is not PydanticUndefined:
        value = owner.__pydantic_serializer__.to_python(
            owner.model_construct(**{path[-1]: info.default}), mode="json", include={path[-1]}, warnings=False
        ).get(path[-1])
    else:
        value = to_jsonable_python(info.get_default(call_default_factory=True), fallback=str)
    return f"`{json.dumps(value, ensure_ascii=False)}`" if len(json.dumps(value)) <= 80 else "several values"


def _owner(path: Path) -> Any:
    """The model in which the last name of a path (as :func:`every_setting` writes it) is declared."""
    place: Place | None = root(Request)
    for name in path[:-1]:
        bare, _, tag = name.partition("(")
        if bare in ("<name>", "[]"):
            bare = ""
        place = child(place, bare) if place is not None else None
        if place is not None and tag:
            place = Place(place.members.get(tag.rstrip(")")))
    if place is not None and place.model is not None:
        return place.model
    return place.annotation if place is not None and hasattr(place.annotation, "model_fields") else None


def _is_group(place: Place) -> bool:
    inner = child(place, "") if get_origin(place.annotation) is dict else None
    return place.model is not None or (inner is not None and (inner.model is not None or inner.tag is not None))


def _title(group: str) -> str:
    return group if group == "at the top" else f"`{group}`"


if __name__ == "__main__":
    print(reference(), end="")
