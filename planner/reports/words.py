"""The words of reports and charts in both languages, from ``words.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """
    Words in one language.

    Parameters
    ----------
    language
        ``zh`` or ``en``.
    """

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """
        Say something, with its ``{placeholders}`` filled.

        Raises
        ------
        KeyError
            If key or placeholder is unknown: a mistake in the code.
        """
        return catalogue()[key][self.language].format(**values)

    def of(self, zh: str, en: str) -> str:
        """Choose by language."""
        return zh if self.language == "zh" or not en else en

    def unit(self, zh: str) -> str:
        """Give a unit of :mod:`planner.labels` in the language."""
        units = catalogue()
        return units[f"unit.{zh}"][self.language] if f"unit.{zh}" in units else zh

    def named(self, name: str, unit: str) -> str:
        """Name with its unit in brackets, as heads of columns and axes have it."""
        unit = self.unit(unit)
        return name if not unit else f"{name}（{unit}）" if self.language == "zh" else f"{name} [{unit}]"


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """All words by key."""
    text = (resources.files("planner.reports") / "words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
