"""What was typed after the verb, sorted into overrides, files and options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from sim.errors import Fault, SettingsError

FLAGS = {"-m": "multirun", "--multirun": "multirun", "--force": "force", "-f": "force", "--defaults": "defaults"}
WITH_VALUE = {"--config-dir": "config_dir", "-cd": "config_dir", "--cfg": "cfg", "-c": "cfg"}


@dataclass(frozen=True, slots=True)
class Arguments:
    """Overrides (``key=value``), other words, and options."""

    overrides: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    multirun: bool = False
    force: bool = False
    defaults: bool = False
    config_dir: Path | None = None
    cfg: str | None = None

    @property
    def desk(self) -> Path | None:
        """The desk that is named by its file; ``SettingsError`` for anything else that is no override."""
        faults = []
        for word in self.words:
            if Path(f"{word}.yaml").is_file():
                faults.append(Fault(word, "a desk is named by its file", "", f"did you mean {word}.yaml?"))
            elif Path(word).suffix not in (".yaml", ".yml"):
                near = "an override is written key=value; a desk of your own is named by its .yaml file"
                faults.append(Fault(word, "is neither an override nor a settings file", "", near))
            elif not Path(word).is_file():
                faults.append(Fault(word, "there is no such file"))
        if len(self.words) > 1 and not faults:
            faults.append(Fault(" ".join(self.words), "one desk at a time", "", "compare variants of one desk"))
        if faults:
            raise SettingsError(faults)
        return Path(self.words[0]) if self.words else None


def sort_arguments(typed: Sequence[str]) -> Arguments:
    """The arguments after the verb; ``SettingsError`` names every option that does not exist."""
    overrides: list[str] = []
    words: list[str] = []
    flags: set[str] = set()
    values: dict[str, str] = {}
    faults: list[Fault] = []
    waiting = iter(typed)
    for text in waiting:
        name, equals, value = text.partition("=")
        if text in FLAGS:
            flags.add(FLAGS[text])
        elif name in WITH_VALUE:
            given = value if equals else next(waiting, "")
            if not given:
                faults.append(
                    Fault(
                        name,
                        "needs a value",
                        "",
                        "--cfg job" if WITH_VALUE[name] == "cfg" else "--config-dir my_settings",
                    )
                )
            values[WITH_VALUE[name]] = given
        elif text.startswith("-") and not text.startswith("--=") and not equals:
            near = get_close_matches(text, [*FLAGS, *WITH_VALUE, "--help"], n=1)
            faults.append(
                Fault(text, "there is no such option", "", f"did you mean {near[0]}?" if near else "see --help")
            )
        elif equals or text.startswith("~"):
            overrides.append(text)
        else:
            words.append(text)
    if values.get("cfg", "job") not in ("job", ""):
        faults.append(Fault("--cfg", "only the settings of the job can be shown", values["cfg"], "--cfg job"))
    if faults:
        raise SettingsError(faults)
    folder = values.get("config_dir")
    return Arguments(
        tuple(overrides),
        tuple(words),
        "multirun" in flags,
        "force" in flags,
        "defaults" in flags,
        Path(folder) if folder is not None else None,
        values.get("cfg"),
    )
