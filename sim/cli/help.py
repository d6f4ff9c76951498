"""The help texts: what each verb does, with a line to copy."""

from __future__ import annotations

VERBS = {
    "new": "write one commented YAML of your own desk, and say how to go on",
    "run": "simulate one desk as it is, or one variant of it",
    "compare": "play several options on the same customers and say which is the cheapest that meets the target",
    "sweep": "play a grid of settings (key=1,2,3 or key=range(1,5)) into one tidy table",
    "sensitivity": "move the assumed coefficients of people over their ranges and say which conclusions survive",
    "calibrate": "read a call or ticket history and write the world it finds, with its evidence",
    "report": "write the report of a study folder again",
    "show": "print the settings, where each value came from, and the load against the people",
    "schema": "write the JSON Schema with which editors complete and check settings files",
}

USAGE = {
    "new": """supportsim new <name> [weekly_volume=2000] [handle_time=5min] [people=6]
                      [open=08:00-18:00] [days=mon-fri] [target=80%/20s] [wage=28] [currency=EUR] [--force]

  weekly_volume  calls in an ordinary week
  handle_time    mean length of a call with its after-call work, such as 5min or 290s
  people         agents on the phones at a time: 12, or by hour: 8@08:00,12@10:00,9@16:00
  open, days     when you are open
  target         the share answered within a time
  wage           cost of a paid hour

In a terminal it asks for what is not given; piped, it takes defaults and asks nothing.""",
    "run": """supportsim run [desk.yaml] [scenario=small_phone] [variants=one_more] [trace=<issue>] [key=value ...]

  trace  prints one issue's life in replication 0 line by line, and writes nothing: a number from 0""",
    "compare": """supportsim compare [desk.yaml] [experiment=demo] [scenario=small_phone]
                      [variants=[baseline,one_more,two_more]] [study.replications=50] [key=value ...]

The first variant is the base; overrides on the command line move all of them.""",
    "sweep": """supportsim sweep [desk.yaml] policy.heads.front.plus=0,1,2 [another.key=1000,1200] [key=value ...]

Values as a,b,c or range(1,5) (which ends before 5). The table is sweep.csv in the study's folder.""",
    "sensitivity": """supportsim sensitivity experiment=two_callers_saved [trajectories=6] [replications=2] [samples=64]
                      [most=5] [key=value ...]

  trajectories  Morris: random walks through all coefficients, each played with so many replications
  samples       Sobol: rows of the sample over the coefficients that matter (a power of two), at most `most` of them

Of two variants; study.replications is how often the world as assumed is played. It says first how long it takes.""",
    "calibrate": """supportsim calibrate <history.csv> map=plain [out=<history>_found] [replications=20] [seed=1]
                      [within=20s] [--force]

  map           the file that says which column is what: bank, plain, zendesk or freshdesk, or a YAML file of your own
  out           the folder to write: settings that compare --config-dir can play
  replications  how often the days that validate the fit are simulated; seed names their chance
  within        the time of the service level that is compared""",
    "report": """supportsim report <study folder>""",
    "show": """supportsim show [desk.yaml] [key=value ...] [--defaults]

--defaults also prints the settings that nobody set.""",
    "schema": """supportsim schema [supportsim.schema.json] [--force]

Without a file name it prints the schema.""",
}

COMMON = """Overrides follow Hydra's grammar: key=value sets a value, group=name chooses a file, ~key removes.
Options: --config-dir DIR (your own folder with scenario/, variant/, ...), --cfg job (print the settings and stop),
-m (a grid, as in sweep), --help.  Exit codes: 0 done, 1 failed, 2 something in the input to mend."""


def overview() -> str:
    """The help of the command itself."""
    width = max(len(verb) for verb in VERBS)
    verbs = "\n".join(f"  {verb:<{width}}  {what}" for verb, what in VERBS.items())
    return f"""supportsim: how many people does a support desk need? It plays options on the same customers.

supportsim <verb> [overrides]

{verbs}

{COMMON}

Start here:
  supportsim compare experiment=demo
  supportsim new my_desk weekly_volume=2000 handle_time=5min people=6
"""


def of_verb(verb: str) -> str:
    """The help of one verb."""
    return f"{VERBS[verb][0].upper()}{VERBS[verb][1:]}.\n\n{USAGE[verb]}\n\n{COMMON}\n"
