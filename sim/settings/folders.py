"""Where settings files are found: ours, packed into the package or beside it, and the user's own folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.errors import Fault, SettingsError

GROUPS = ("scenario", "world", "policy", "variant", "experiment", "study", "compute", "report")
"""Folders of settings files; a file chosen from them is a group choice (``scenario=phone_email``)."""


def shipped() -> Path:
    """The settings that come with supportsim: in the package of an installed copy, beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    packed = package / "_configs"
    return packed if packed.is_dir() else package.parent / "configs"


@dataclass(frozen=True, slots=True)
class Folders:
    """Our folder, and the user's own (``--config-dir``) if there is one."""

    ours: Path
    own: Path | None = None

    @classmethod
    def find(cls, own: Path | None = None) -> Folders:
        """Both folders; ``SettingsError`` where the own one is missing or holds a file named as one of ours."""
        ours = shipped()
        if own is None:
            return cls(ours)
        own = own.expanduser().resolve()
        if not own.is_dir():
            raise SettingsError([Fault("--config-dir", "there is no such folder", str(own))])
        if own == ours:
            return cls(ours)
        clashes = [
            Fault(str(file), f"this file has the name of one of ours, {ours / name}", "", "give yours another name")
            for file, name in _settings_files(own)
            if (ours / name).is_file()
        ]
        if clashes:
            raise SettingsError(clashes)
        return cls(ours, own)

    def all(self) -> tuple[Path, ...]:
        """The folders, ours first."""
        return (self.ours,) if self.own is None else (self.ours, self.own)

    def file(self, name: str) -> Path | None:
        """The file ``<name>.yaml`` in either folder."""
        for folder in self.all():
            path = folder / f"{name}.yaml"
            if path.is_file():
                return path
        return None

    def options(self, group: str) -> list[str]:
        """The names of the files of a group."""
        found = {
            path.stem for folder in self.all() if (folder / group).is_dir() for path in (folder / group).glob("*.yaml")
        }
        return sorted(found)

    def is_group(self, key: str) -> bool:
        """Whether a key names a folder of files to choose from."""
        return key.partition("/")[0] in GROUPS and bool(self.options(key))

    def shown(self, path: Path) -> str:
        """A path as messages show it: from ``configs/`` on for ours, relative to here where that is shorter."""
        if path.is_relative_to(self.ours):
            return f"configs/{path.relative_to(self.ours)}"
        here = Path.cwd()
        return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)

    def own_files(self) -> Iterator[Path]:
        """Every settings file of the user's own folder."""
        if self.own is not None:
            for file, _ in _settings_files(self.own):
                yield file


def _settings_files(folder: Path) -> Iterator[tuple[Path, Path]]:
    for group in GROUPS:
        for file in sorted((folder / group).rglob("*.yaml")) if (folder / group).is_dir() else ():
            yield file, file.relative_to(folder)
    if (folder / "config.yaml").is_file():
        yield folder / "config.yaml", Path("config.yaml")
