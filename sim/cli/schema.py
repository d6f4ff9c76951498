"""``supportsim schema``: the JSON Schema of settings files, for editors."""

from __future__ import annotations

import json
from pathlib import Path

from sim.cli.arguments import Arguments
from sim.errors import Fault, SettingsError


def run(arguments: Arguments) -> int:
    """Print the schema, or write it to the named file."""
    from sim.settings.schema import schema

    if arguments.overrides or len(arguments.words) > 1:
        raise SettingsError(
            [Fault("schema", "takes one file name", " ".join([*arguments.overrides, *arguments.words]))]
        )
    text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    if not arguments.words:
        print(text, end="")
        return 0
    path = Path(arguments.words[0])
    if path.exists() and not arguments.force:
        raise SettingsError([Fault(str(path), "this file is there already", "", "--force overwrites it")])
    path.write_text(text, encoding="utf-8")
    print(f"{path} written. At the head of a settings file: # yaml-language-server: $schema={path}")
    return 0
