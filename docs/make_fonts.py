"""
Makes the fonts of the reports: ``python docs/make_fonts.py NotoSansCJK-Regular.ttc NotoSansCJK-Bold.ttc TARGET``.

Takes the Simplified Chinese face of Noto Sans CJK (Debian: fonts-noto-cjk; needs fonttools) and keeps every Han
character that it has in Regular, GB 2312 in Bold, and letters, digits, punctuation and signs in
both. The family is renamed, so that an installed Noto of another version is never taken for ours.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Planner Sans SC"
FACE = "Noto Sans CJK SC"
SIGNS = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3C9), (0x2010, 0x2027), (0x2030, 0x203B), (0x2070, 0x209F),
    (0x2100, 0x214F), (0x2150, 0x218B), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x257F),
    (0x25A0, 0x25FF), (0x2600, 0x2660), (0x2713, 0x2717), (0x3000, 0x303F), (0x3220, 0x3243), (0x3280, 0x33FF),
    (0xFF00, 0xFFEF),
)  # fmt: skip
HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


def characters(spans: tuple[tuple[int, int], ...]) -> set[int]:
    """Code points of closed ranges."""
    return {code for first, last in spans for code in range(first, last + 1)}


def common_han() -> set[int]:
    """Han characters of GB 2312, levels 1 and 2."""
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(text) for pair in pairs if (text := pair.decode("gb2312", errors="ignore"))}


def face(collection: Path) -> TTFont:
    """Open the Simplified Chinese face of a collection."""
    for number in range(16):
        font = TTFont(collection, fontNumber=number, lazy=True)
        if font["name"].getDebugName(1).startswith(FACE):
            return font
    raise SystemExit(f"{collection}: no {FACE}")


def make(collection: Path, style: str, wanted: set[int], target: Path) -> None:
    """Write one subset under our family's name."""
    options = subset.Options(
        hinting=False, layout_features=["kern", "locl", "ccmp"], name_IDs=[0, 13, 14], notdef_outline=True
    )
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    font = face(collection)
    maker = subset.Subsetter(options)
    maker.populate(unicodes=wanted)
    maker.subset(font)
    names = {
        1: FAMILY,
        2: style,
        3: f"{FAMILY} {style} 1",
        4: f"{FAMILY} {style}",
        5: "Version 1",
        6: f"PlannerSansSC-{style}",
    }
    for key, text in names.items():
        font["name"].setName(text, key, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames = [names[6]]
    top.topDictIndex[0].FamilyName, top.topDictIndex[0].FullName = FAMILY, names[4]
    font.save(target / f"{names[6]}.otf")


def main(regular: str, bold: str, target: str) -> None:
    """Make both."""
    signs = characters(SIGNS)
    make(Path(regular), "Regular", signs | characters(HAN), Path(target))
    make(Path(bold), "Bold", signs | common_han(), Path(target))


if __name__ == "__main__":
    main(*sys.argv[1:])
