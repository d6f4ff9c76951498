"""``supportsim report <folder>``: the report of a study again, from its folder alone."""

from __future__ import annotations

from sim.cli.arguments import Arguments
from sim.errors import Fault, SettingsError


def run(arguments: Arguments) -> int:
    """Write the page and the charts again."""
    from sim.report import ReportOptions, render
    from sim.settings.validate import validate
    from sim.study import Study

    if len(arguments.words) != 1:
        raise SettingsError(
            [
                Fault(
                    "report",
                    "names one study folder",
                    " ".join(arguments.words),
                    "supportsim report results/demo-1a2b3c4d",
                )
            ]
        )
    wrong = [text for text in arguments.overrides if not text.removeprefix("++").startswith("report.")]
    if wrong:
        raise SettingsError(Fault(text, "only report.* can be set here: the study is done") for text in wrong)
    study = Study.open(arguments.words[0])
    options = dict(study.config.get("report") or {})
    for text in arguments.overrides:
        key, _, value = text.removeprefix("++").partition("=")
        options[key.removeprefix("report.")] = _value(value)
    print(f"report: {render(study.folder, validate(ReportOptions, options, shown='report.'))}")
    return 0


def _value(text: str) -> object:
    import yaml

    return yaml.safe_load(text)
