"""``supportsim``: finds the verb, runs it, and turns faults into messages and exit codes.

Exit codes: 0 done; 1 failed; 2 something in the input has to be mended; 130 interrupted. Nothing heavy is imported
before the verb is known, so that ``--help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches

from sim.cli.arguments import Arguments, sort_arguments
from sim.cli.help import VERBS, of_verb, overview
from sim.errors import InputError, SupportsimError

DONE, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    typed = list(sys.argv[1:] if argv is None else argv)
    asks_help = any(text in ("-h", "--help", "help") for text in typed[:1]) or any(
        text in ("-h", "--help") for text in typed
    )
    verb = next((text for text in typed if not text.startswith("-")), "")
    if verb == "help":
        verb = typed[1] if len(typed) > 1 else ""
    if typed and typed[0] in ("--version", "-V"):
        return _version()
    if asks_help or not verb:
        print(of_verb(verb) if verb in VERBS else overview(), end="")
        return DONE if asks_help else BAD_INPUT
    if verb not in VERBS:
        near = get_close_matches(verb, VERBS, n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"verbs are: {', '.join(VERBS)}"
        if "=" in verb or verb.endswith((".yaml", ".yml")):
            hint = f"the verb comes first: supportsim compare {verb}"
        return _say(f'supportsim: there is no verb "{verb}" ({hint})', BAD_INPUT)
    rest = [text for place, text in enumerate(typed) if place != typed.index(verb)]
    try:
        return _run(verb, sort_arguments(rest))
    except InputError as error:
        return _say(f"supportsim {verb}: {error}", BAD_INPUT)
    except SupportsimError as error:
        stopped = type(error).__name__ == "StudyInterruptedError"
        return _say(f"supportsim {verb}: {error}", INTERRUPTED if stopped else FAILED)
    except KeyboardInterrupt:
        resumes = verb in ("run", "compare", "sweep", "sensitivity")
        goes_on = "; the same command goes on from what is finished" if resumes else ""
        line = "\n" if sys.stderr.isatty() else ""  # after the terminal's own ^C
        return _say(f"{line}supportsim {verb}: interrupted{goes_on}", INTERRUPTED)
    except BrokenPipeError:  # the reader of a pipe has left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        return _say(f"supportsim {verb}: {error.strerror or error}{where}", FAILED)


def _run(verb: str, arguments: Arguments) -> int:
    match verb:
        case "new":
            from sim.cli import new

            return new.run(arguments)
        case "run":
            from sim.cli import run

            return run.run(arguments)
        case "compare":
            from sim.cli import compare

            return compare.run(arguments)
        case "sweep":
            from sim.cli import sweep

            return sweep.run(arguments)
        case "sensitivity":
            from sim.cli import sensitivity

            return sensitivity.run(arguments)
        case "calibrate":
            from sim.cli import calibrate

            return calibrate.run(arguments)
        case "report":
            from sim.cli import report

            return report.run(arguments)
        case "show":
            from sim.cli import show

            return show.run(arguments)
        case _:
            from sim.cli import schema

            return schema.run(arguments)


def _version() -> int:
    from importlib.metadata import PackageNotFoundError, version

    try:
        print(f"supportsim {version('supportsim')}")
    except PackageNotFoundError:
        print("supportsim, from its sources (not installed)")
    return DONE


def _say(message: str, code: int) -> int:
    from sim.cli.console import safe

    sys.stdout.flush()
    print(safe(message), file=sys.stderr)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
