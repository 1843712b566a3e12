"""Characters that the fonts of the reports do not have: told, never dropped in silence."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from matplotlib.ft2font import FT2Font

from planner.findings import Finding, finding
from planner.reports.drawing import font_folder

_NAMED = 12


@cache
def known_characters() -> frozenset[str]:
    """Characters of the regular font."""
    charmap = FT2Font(str(font_folder() / "PlannerSansSC-Regular.otf")).get_charmap()
    return frozenset(chr(code) for code in charmap)


def missing_glyphs(texts: Iterable[str]) -> list[Finding]:
    """
    Say which characters of the texts the reports cannot show; they stand as empty boxes.

    Parameters
    ----------
    texts
        Everything that is printed.
    """
    found: dict[str, str] = {}
    for text in texts:
        for character in set(text) - known_characters():
            if not character.isspace():
                found.setdefault(character, text)
    if not found:
        return []
    shown = sorted(found)[:_NAMED]
    characters = "、".join(f"{c}（U+{ord(c):04X}）" for c in shown) + ("…" if len(found) > _NAMED else "")
    return [finding("REPORT_GLYPH_MISSING", value=found[shown[0]], params={"characters": characters})]
