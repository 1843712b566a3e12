"""The words of the pages in both languages, from ``planner/ui/texts/*.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from planner.findings import Finding
    from planner.labels import Label

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Words:
    """
    Texts in one language: ``words("plan.title")``, placeholders filled by ``str.format``.

    Parameters
    ----------
    language
        zh or en.
    """

    language: Language

    def __call__(self, key: str) -> str:
        """
        Text of a key ``section.name``.

        Raises
        ------
        KeyError
            If there is none: a mistake in the code.
        """
        return texts()[key][LANGUAGES.index(self.language)]

    def choose(self, zh: str, en: str) -> str:
        """Choose between two texts that something else carries."""
        return zh if self.language == "zh" else en

    def label(self, label: Label) -> str:
        """Name of a figure."""
        return self.choose(label.zh, label.en[:1].upper() + label.en[1:])

    def term(self, word: str) -> str:
        """A word of the workbook (集中, 县城, 到账 …) in the language of the page; itself where it has no other."""
        return word if self.language == "zh" else texts().get(f"terms.{word}", (word, word))[1]

    def unit(self, unit: str) -> str:
        """A unit in the language of the page."""
        return self.term(unit)

    def with_unit(self, name: str, unit: str) -> str:
        """Name with its unit in brackets; without where it has none."""
        shown = self.unit(unit)
        if not shown or shown == "%":
            return name
        if self.language == "zh":
            return f"{name}（{shown}）"
        return name if shown in name.lower() else f"{name} [{shown}]"

    def finding(self, found: Finding) -> tuple[str, str]:
        """What is wrong, and what to do."""
        if self.language == "zh":
            return found.zh, found.remedy_zh
        return found.en, found.remedy_en


@cache
def texts() -> Mapping[str, tuple[str, str]]:
    """All texts by ``section.name``; the section is the name of the file."""
    found: dict[str, tuple[str, str]] = {}
    for entry in resources.files("planner.ui.texts").iterdir():
        if entry.name.endswith(".toml"):
            section = entry.name.removesuffix(".toml")
            for key, (zh, en) in tomllib.loads(entry.read_text(encoding="utf-8")).items():
                found[f"{section}.{key}"] = (zh, en)
    return found
