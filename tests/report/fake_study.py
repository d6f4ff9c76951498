"""A made-up study folder with every file of a real one, seeded and plausible, for tests of the report."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from sim.kpi.flow import journeys
from sim.scenario import Scenario
from sim.study.answer import Interval, answer
from sim.study.options import StudyOptions
from sim.study.panel import Key
from sim.study.variant import Variant
from tests.journeys import random_log

HANDLE_S = {"phone": 330.0, "email": 420.0}
WORLD: dict[str, Any] = {
    "arrivals": {
        "phone": {
            "source": "profile",
            "per_week": 6000,
            "profile": {
                "08:00": 6,
                "09:00": 11,
                "10:00": 13,
                "12:00": 9,
                "14:00": 11,
                "16:00": 9,
                "18:00": 5,
                "20:00": 0,
            },
            "weekday": {"mon": 1.2, "tue": 1.05, "wed": 1.0, "thu": 0.95, "fri": 0.9, "sat": 0.4},
        },
        "email": {"source": "profile", "per_week": 1500, "profile": {"00:00": 1, "07:00": 4, "20:00": 2}},
    },
    "effort": {
        "phone": {
            "talk": {"law": "lognormal", "mean": "5min", "cv": 0.9},
            "after_call": {"law": "deterministic", "value": "30s"},
        },
        "email": {"talk": {"law": "lognormal", "mean": "7min", "cv": 0.8}},
    },
    "patience": {"phone": {"law": {"law": "exponential", "mean": "4min"}}},
}
POLICY: dict[str, Any] = {
    "channels": {
        "phone": {"kind": "live", "open": {"mon-fri": "08:00-20:00", "sat": "09:00-14:00"}},
        "email": {"kind": "async", "open": {"mon-fri": "08:00-20:00"}},
    },
    "teams": {
        "phones": {"skills": {"phone": 1.0}, "wage_per_h": 27.5},
        "tickets": {"skills": {"email": 1.0}, "wage_per_h": 24.0},
    },
    "heads": {
        "phones": {
            "on_queue": {
                "mon-fri": {"08:00": 9, "09:00": 13, "12:00": 12, "14:00": 13, "17:00": 10, "18:00": 7, "20:00": 0},
                "sat": {"09:00": 7, "14:00": 0},
            },
            "paid_share": 0.8,
        },
        "tickets": {"on_queue": {"mon-fri": {"08:00": 4, "18:00": 0}}, "paid_share": 0.85},
    },
    "targets": {"phone": {"share": 0.8, "within": "20s"}, "email": {"share": 0.9, "within": "8h", "clock": "business"}},
}
OPTIONS: tuple[dict[str, Any], ...] = (
    {"name": "baseline", "title": "As today", "because": "the roster of this winter", "plus": 0},
    {"name": "two_more", "title": "Two more on the phones", "because": "the cheapest step", "plus": 2},
    {"name": "four_more", "title": "Four more on the phones", "because": "what the team asks for", "plus": 4},
    {"name": "one_fewer", "title": "One fewer on the phones", "because": "what a hiring freeze would do", "plus": -1},
)


def scenario(kinds: Sequence[str] = ("live", "async"), days: int = 7, plus: int = 0, title: str = "A desk") -> Scenario:
    """A phone and email desk, or only one of the two."""
    wanted = [name for name, channel in POLICY["channels"].items() if channel["kind"] in kinds]
    teams = {"phone": "phones", "email": "tickets"}
    world = {
        part: {name: WORLD[part][name] for name in wanted if name in WORLD[part]}
        for part in ("arrivals", "effort", "patience")
    }
    policy = {part: {name: POLICY[part][name] for name in wanted} for part in ("channels", "targets")}
    policy["teams"] = {teams[name]: POLICY["teams"][teams[name]] for name in wanted}
    policy["heads"] = {teams[name]: dict(POLICY["heads"][teams[name]]) for name in wanted}
    if "phones" in policy["heads"]:
        policy["heads"]["phones"]["plus"] = plus
    elif plus:
        policy["heads"]["tickets"]["plus"] = plus
    return Scenario.from_mapping({"title": title, "calendar": {"days": days}, "world": world, "policy": policy})


def write(
    folder: Path,
    *,
    kinds: Sequence[str] = ("live", "async"),
    n_options: int = 4,
    replications: int = 5,
    days: int = 7,
    title: str = "A phone and email desk",
    labels: Mapping[str, str] | None = None,
    seed: int = 7,
) -> Path:
    """Writes a study of so many options into the folder, made up but consistent."""
    from sim.workload import expected_heads, expected_rates

    folder.mkdir(parents=True, exist_ok=True)
    options = [dict(OPTIONS[number % 4]) for number in range(n_options)]
    for number, option in enumerate(options):
        if number >= 4:
            option |= {"name": f"option_{number}", "title": f"Option {number}", "plus": number % 7 - 2}
        option["title"] = (labels or {}).get(option["name"], option["title"])
        option["scenario"] = scenario(kinds, days, option["plus"], title)

    series: list[pd.DataFrame] = []
    histograms: list[pd.DataFrame] = []
    plan: list[pd.DataFrame] = []
    for option in options:
        desk = option["scenario"]
        rates, heads = expected_rates(desk), expected_heads(desk)
        for channel, rate in rates.items():
            plan.append(_planned(option["name"], channel, "", "expected issues", rate))
            load = rate * HANDLE_S[channel] / desk.calendar.interval
            plan.append(_planned(option["name"], channel, "", "offered load", load))
        for team, on_queue in heads.items():
            plan.append(_planned(option["name"], "", team, "agents on queue", on_queue))
        for replication in range(replications):
            parts = _replication(desk, rates, heads, [seed, replication])
            for (kpi, channel, team), (num, den) in parts["series"].items():
                rows = pd.DataFrame(
                    {
                        "kpi": kpi,
                        "channel": channel,
                        "team": team,
                        "interval": np.arange(len(num)),
                        "num": num,
                        "den": den,
                    }
                )
                rows.insert(0, "variant", option["name"])
                rows.insert(1, "replication", replication)
                series.append(rows[rows["den"] > 0])
            for (kpi, channel), (edges, counts) in parts["histograms"].items():
                rows = pd.DataFrame(
                    {"kpi": kpi, "channel": channel, "low": edges[:-1], "high": edges[1:], "count": counts}
                )
                rows.insert(0, "variant", option["name"])
                rows.insert(1, "replication", replication)
                histograms.append(rows)

    table = pd.concat(series, ignore_index=True)
    table.to_parquet(folder / "series.parquet")
    if histograms:
        pd.concat(histograms, ignore_index=True).to_parquet(folder / "histograms.parquet")
    pd.concat(plan, ignore_index=True).to_parquet(folder / "plan.parquet")
    _journeys(folder, options, replications, days, seed)
    kpis = _kpis(table[~table["kpi"].isin(["agents_busy", "agents_on_queue"])], options, days)  # series only
    kpis.to_parquet(folder / "kpis.parquet")
    kpis.to_csv(folder / "kpis.csv", index=False)
    summary = _summary(kpis)
    summary.to_csv(folder / "summary.csv", index=False)
    _comparison(kpis, summary, options).to_csv(folder / "comparison.csv", index=False)
    _theory(summary, kinds).to_csv(folder / "theory.csv", index=False)
    config = {
        "study": {"replications": replications, "seed": seed, "confidence": 0.95},
        **options[0]["scenario"].to_mapping(),
    }
    _text(folder / "config.yaml", yaml.safe_dump(config, sort_keys=False, allow_unicode=True))
    _text(
        folder / "scenarios.json", json.dumps({option["name"]: option["scenario"].to_mapping() for option in options})
    )
    variants = [Variant(option["name"], option["scenario"], option["title"], option["because"]) for option in options]
    pooled: dict[str, dict[Key, Interval]] = {}
    for row in summary.itertuples():
        pooled.setdefault(row.variant, {})[Key(row.kpi, row.channel, row.team)] = Interval(row.value, row.low, row.high)
    _text(folder / "answer.json", json.dumps(answer(pooled, variants, StudyOptions(), "EUR").to_mapping()))
    manifest = {
        "format": 1,
        "name": "fake",
        "title": title,
        "complete": True,
        "replications": replications,
        "finished": {option["name"]: replications for option in options},
        "seed": seed,
        "warm_up_s": 0.0,
        "confidence": 0.95,
        "leading": {"kpi": "service_level", "channel": "phone" if "live" in kinds else "email", "name": ""},
        "base": options[0]["name"],
        "variants": [
            {"name": option["name"], "title": option["title"], "because": option["because"]} for option in options
        ],
        "made_by": {"supportsim": "0.1.0", "code": "0123456789abcdef", "numpy": "2.1"},
        "machine": {"system": "Linux", "processor": "x86_64", "python": "CPython 3.11"},
    }
    _text(folder / "manifest.json", json.dumps(manifest))
    return folder


def _journeys(folder: Path, options: Sequence[Mapping[str, Any]], replications: int, days: int, seed: int) -> None:
    """Moves, ages and causes of made-up lives: more people, shorter waits."""
    found: dict[str, list[pd.DataFrame]] = {}
    for option in options:
        desk = option["scenario"]
        for replication in range(replications):
            slow = max(1.0 - 0.15 * option["plus"], 0.2)
            log = random_log(seed + replication, issues=60 * days, days=days, slow=slow)
            for name, table in journeys(log, desk).items():
                rows = pd.DataFrame(table)
                rows = rows[rows["channel"].isin(list(desk.policy.channels))]
                rows.insert(0, "variant", option["name"])
                rows.insert(1, "replication", replication)
                found.setdefault(name, []).append(rows)
    for name, parts in found.items():
        pd.concat(parts, ignore_index=True).to_parquet(folder / f"{name}.parquet")


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _planned(option: str, channel: str, team: str, what: str, values: Any) -> pd.DataFrame:
    flat = np.asarray(values).ravel()
    return pd.DataFrame(
        {
            "variant": option,
            "channel": channel,
            "team": team,
            "what": what,
            "interval": np.arange(flat.size),
            "value": flat,
        }
    )


def _replication(desk: Scenario, rates: Any, heads: Any, key: list[int]) -> dict[str, Any]:
    series: dict[tuple[str, str, str], Any] = {}
    histograms: dict[tuple[str, str], Any] = {}
    interval = desk.calendar.interval
    rng = np.random.default_rng([*key, 0])
    busy = np.repeat(rng.gamma(50, 1 / 50, desk.calendar.days), desk.calendar.intervals_per_day)
    if "phone" in rates:
        rng = np.random.default_rng([*key, 1])
        n = heads["phones"]
        offered = rng.poisson(np.asarray(rates["phone"]).ravel() * busy).astype(float)
        load = offered * HANDLE_S["phone"] / interval
        ratio = np.where(n > 0, load / np.maximum(n, 1), 0.0)
        served = 1 / (1 + np.exp(14 * (ratio - 0.98)))
        gave_up = np.minimum(
            rng.binomial(offered.astype(int), np.clip(0.25 * (1 - served), 0, 1)).astype(float), offered
        )
        answered = offered - gave_up
        in_time = np.floor(np.minimum(offered * served, answered))
        wait = 8 + 260 * (1 - served) ** 1.4
        series["offered", "phone", ""] = (offered, (offered > 0).astype(float))
        series["service_level", "phone", ""] = (in_time, offered)
        series["abandonment", "phone", ""] = (gave_up, offered)
        series["wait", "phone", ""] = (wait * answered, answered)
        series["wait_all", "phone", ""] = (1.1 * wait * offered, offered)
        used = np.minimum(load, n * 0.985) * interval
        series["occupancy", "", "phones"] = (used, n * interval)
        series["agents_busy", "", "phones"] = (used, np.full_like(used, interval))
        series["agents_on_queue", "", "phones"] = (n * interval, np.full_like(used, interval))
        series["busy_hours", "", "phones"] = ((used > 0.85 * n * interval).astype(float), (n > 0).astype(float))
        edges = np.concatenate([[0], np.geomspace(1, 1800, 40)])
        histograms["wait", "phone"] = (
            edges,
            rng.multinomial(int(answered.sum()), _bins(edges, 45, float(in_time.sum() / answered.sum()))),
        )
        histograms["wait_of_abandoned", "phone"] = (edges, rng.multinomial(int(gave_up.sum()), _bins(edges, 110, 0.1)))
    if "email" in rates:
        rng = np.random.default_rng([*key, 2])
        n = heads["tickets"]
        offered = rng.poisson(np.asarray(rates["email"]).ravel() * busy).astype(float)
        work, done, backlog = 0.0, np.zeros_like(offered), np.zeros_like(offered)
        for slot, came in enumerate(offered):
            work += came
            done[slot] = min(work, np.floor(n[slot] * interval / HANDLE_S["email"]))
            work -= done[slot]
            backlog[slot] = work
        kept = np.floor(done * np.clip(1.1 - backlog / 200, 0.3, 1))
        series["offered", "email", ""] = (offered, (offered > 0).astype(float))
        series["service_level", "email", ""] = (kept, done)
        series["backlog_average", "email", ""] = (backlog * interval, np.full_like(backlog, interval))
        series["first_response_time", "email", ""] = (done * (3600 + 120 * backlog), done)
        used = np.where(n > 0, done * HANDLE_S["email"], 0)
        series["occupancy", "", "tickets"] = (used, n * interval)
        series["agents_busy", "", "tickets"] = (used, np.full_like(used, interval))
        series["agents_on_queue", "", "tickets"] = (n * interval, np.full_like(used, interval))
        edges = np.concatenate([[0], np.geomspace(60, 2e5, 40)])
        histograms["first_response_time", "email"] = (edges, rng.multinomial(int(done.sum()), _bins(edges, 9000, 0.0)))
    plus = sum(people.plus for people in desk.policy.heads.values())
    for channel, mean in (("phone", 900.0 * 0.7**plus), ("email", 70_000.0 * 0.8**plus)):
        if channel in rates:
            edges, came = np.concatenate([[0], np.geomspace(60, 5e6, 60)]), int(series["offered", channel, ""][0].sum())
            histograms["resolution_time", channel] = (edges, rng.multinomial(int(0.9 * came), _late(edges, mean)))
            histograms["resolution_time_open", channel] = (edges, rng.multinomial(came // 10, _late(edges, 3e5)))
    if "phone" in rates:
        series["busy_hours", "", ""] = series["busy_hours", "", "phones"]
    used, there = (sum(part[which] for key, part in series.items() if key[0] == "occupancy") for which in (0, 1))
    series["occupancy", "", ""] = (used, there)
    return {"series": series, "histograms": histograms}


def _bins(edges: Any, mean: float, at_once: float) -> Any:
    weights = np.exp(-edges[:-1] / mean) - np.exp(-edges[1:] / mean)
    weights = (1 - at_once) * weights / weights.sum()
    weights[0] += at_once
    return weights / weights.sum()


def _late(edges: Any, median: float) -> Any:
    """Times that differ by orders of magnitude, around a median."""
    shares = 1 / (1 + (median / np.maximum(edges, 1e-9)) ** 1.3)
    return np.diff(shares) / (shares[-1] - shares[0])


UNITS = {
    "service_level": "share",
    "abandonment": "share",
    "wait": "s",
    "wait_all": "s",
    "occupancy": "share",
    "offered": "contacts",
    "backlog": "contacts",
    "first_response_time": "s",
    "busy_hours": "share",
    "backlog_average": "contacts",
    "cost_per_week": "EUR per week",
    "paid_hours": "h",
}


def _kpis(series: pd.DataFrame, options: Sequence[Mapping[str, Any]], days: int) -> pd.DataFrame:
    keys = ["variant", "replication", "kpi", "channel", "team"]
    table = series.groupby(keys, sort=False, as_index=False)[["num", "den"]].sum()
    counts = table["kpi"].isin(["offered"])
    table.loc[counts, "den"] = 1.0
    rows = [table]
    for option in options:
        heads = option["scenario"].policy.heads
        from sim.workload import expected_heads

        hours = sum(
            float(there.sum()) * option["scenario"].calendar.interval / 3600 / heads[team].paid_share
            for team, there in expected_heads(option["scenario"]).items()
        )
        for replication in sorted(set(series["replication"])):
            for kpi, value in (("paid_hours", hours), ("cost_per_week", hours * 26.5 * 7 / days)):
                rows.append(
                    pd.DataFrame(
                        {
                            "variant": [option["name"]],
                            "replication": replication,
                            "kpi": kpi,
                            "channel": "",
                            "team": "",
                            "num": value,
                            "den": 1.0,
                        }
                    )
                )
    table = pd.concat(rows, ignore_index=True)
    table["value"] = table["num"] / table["den"]
    table["n"] = table["den"]
    table["unit"] = table["kpi"].map(UNITS)
    return table[["variant", "replication", "kpi", "channel", "team", "value", "num", "den", "n", "unit"]]


def _half(values: pd.Series) -> float:
    return float(2.5 * values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else float("nan")


def _summary(kpis: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for (variant, kpi, channel, team), group in kpis.groupby(["variant", "kpi", "channel", "team"], sort=False):
        value, half = group["num"].sum() / group["den"].sum(), _half(group["value"])
        rows.append((variant, kpi, channel, team, value, value - half, value + half, group["unit"].iloc[0]))
    return pd.DataFrame(rows, columns=["variant", "kpi", "channel", "team", "value", "low", "high", "unit"])


HIGHER = ("service_level", "answered", "days_on_target")


def _comparison(kpis: pd.DataFrame, summary: pd.DataFrame, options: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    base, rows = options[0]["name"], []
    keys = ["kpi", "channel", "team"]
    values = {
        variant: group.set_index([*keys, "replication"])["value"].sort_index()
        for variant, group in kpis.groupby("variant")
    }
    means = summary.set_index(["variant", *keys])
    for option in options[1:]:
        for key in summary[summary["variant"] == option["name"]][keys].itertuples(index=False):
            pairs = values[option["name"]].loc[tuple(key)] - values[base].loc[tuple(key)]
            mine, theirs = means.loc[(option["name"], *key)], means.loc[(base, *key)]
            gap, half = mine["value"] - theirs["value"], _half(pairs)
            wide = half * 1.3
            better = (gap > 0) == (key.kpi in HIGHER)
            verdict = "cannot tell yet" if not abs(gap) > wide else "better" if better else "worse"
            if abs(gap) < 1e-9:
                verdict = "no difference that matters"
            rows.append(
                (
                    option["name"],
                    base,
                    *key,
                    mine["value"],
                    theirs["value"],
                    gap,
                    gap - half,
                    gap + half,
                    gap - wide,
                    gap + wide,
                    0.8,
                    verdict,
                    12 if "cannot" in verdict else 0,
                    mine["unit"],
                )
            )
    columns = (
        "variant against kpi channel team value base difference low high adjusted_low adjusted_high correlation "
        "verdict more_replications unit"
    )
    return pd.DataFrame(rows, columns=columns.split())


def _theory(summary: pd.DataFrame, kinds: Sequence[str]) -> pd.DataFrame:
    reasons = (
        "Days differ: how busy a day is varies by 14% around its mean. The formula takes every day as average; "
        "busy days lose "
        "more than quiet days gain, so true service is usually worse."
    )
    rows = [
        (
            row.variant,
            row.channel,
            row.kpi,
            row.value,
            row.low,
            row.high,
            row.value * (1.04 if row.kpi == "service_level" else 0.8),
            reasons,
        )
        for row in summary.itertuples()
        if row.channel == "phone" and row.kpi in ("service_level", "abandonment", "wait_all")
    ]
    return pd.DataFrame(rows, columns=["variant", "channel", "kpi", "simulated", "low", "high", "formula", "reasons"])
