"""What is generated from the declarations: where values came from, the schema, the reference."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from sim.settings import Loaded, Request
from sim.settings.origin import origins
from sim.settings.reference import reference
from sim.settings.schema import schema
from sim.settings.tree import at, every_setting, from_error, kind_in_words, limits_in_words

Read = Callable[..., Loaded]


def test_every_value_says_where_it_came_from(loaded: Read, desk: Path) -> None:
    found = loaded("policy.heads.front.plus=2", "policy.heads.front.on_queue.mon-fri.12:00=4")
    where = {one.path: one for one in origins(found.request, found.merged)}
    assert where["policy.heads.front.plus"].came_from == "command line: policy.heads.front.plus=2"
    assert where["policy.heads.front.plus"].value == "2"
    assert where["policy.heads.front.plus"].unit == "agents"
    assert where["world.arrivals.phone.per_week"].came_from.endswith("desk.yaml")
    assert where["policy.heads.front.on_queue"].came_from.endswith(
        "desk.yaml; command line: policy.heads.front.on_queue.mon-fri.12:00=4"
    )
    assert where["study.seed"].came_from == "configs/study/default.yaml"
    assert where["world.patience.phone.balk"].came_from == "default, assumed"
    assert "range 10 to 400" in where["world.arrivals.phone.busyness"].came_from
    assert where["world.arrivals.phone.busyness"].is_default


def test_every_setting_has_its_origin(loaded: Read) -> None:
    found = loaded()
    paths = [one.path for one in origins(found.request, found.merged)]
    assert len(paths) == len(set(paths)) > 60
    assert all(one.came_from for one in origins(found.request, found.merged))


def test_the_schema_knows_names_units_ranges_and_tables() -> None:
    found = schema()
    json.dumps(found)
    heads = found["$defs"]["Heads"]["properties"]
    assert heads["plus"]["description"] == "this many more (or fewer) whenever staffed; unit: agents; default assumed"
    assert heads["paid_share"]["maximum"] == 1
    assert found["$defs"]["WeekCurve"]["anyOf"] == [{"type": "number"}, {"type": "object"}]
    rows = found["$defs"]["ForecastArrivals"]["properties"]["rows"]
    assert rows["anyOf"][0]["items"] == {"$ref": "#/$defs/ForecastRow"}
    assert rows["anyOf"][1]["required"] == ["table"]
    assert {"world", "policy", "study", "variants", "defaults"} <= set(found["properties"])


def test_the_reference_has_a_line_for_every_setting() -> None:
    page = reference()
    listed = set(re.findall(r"^\| `([^`]+)` \|", page, flags=re.MULTILINE))
    assert "| `policy.heads.<name>.plus` | this many more (or fewer) whenever staffed | agents |" in page
    assert "| `calendar.interval` |" in page
    assert '`"30min"`' in page
    for path, place in every_setting(Request):
        is_row = place.model is None and place.tag is None and len(place.choices) != 1
        name = ".".join(path)
        if is_row and kind_in_words(place) != "a map of names":
            assert name in listed, name


def test_every_setting_has_a_meaning() -> None:
    bare = [
        ".".join(path)
        for path, place in every_setting(Request)
        if place.info is not None and not place.info.description and len(place.choices) != 1
    ]
    assert bare == []


def test_the_tag_of_a_union_is_taken_out_of_an_error_path() -> None:
    path, place = from_error(Request, ("world", "arrivals", "phone", "profile", "profile"))
    assert path == ("world", "arrivals", "phone", "profile")
    assert place is not None
    assert kind_in_words(place).startswith("a number, or steps")
    path, place = from_error(Request, ("world", "effort", "phone", "talk", "lognormal", "cv"))
    assert path == ("world", "effort", "phone", "talk", "cv")
    assert place is not None
    assert limits_in_words(place) == "more than 0, at most 20"


def test_a_place_is_found_by_the_kind_that_the_values_name() -> None:
    values = {"world": {"effort": {"phone": {"talk": {"law": "uniform"}}}}}
    assert at(Request, ("world", "effort", "phone", "talk", "low"), values) is not None
    assert at(Request, ("world", "effort", "phone", "talk", "cv"), values) is None
