"""
The rows of every family as text, to be read by someone who knows the mathematics and not the code.

``python -m tests.models.families.test_golden`` writes the files anew after a deliberate change.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from models.build import build_program
from models.program import Program
from tests import counties, family_counties

GOLDEN = Path(__file__).parents[1] / "golden"
FAMILIES = Path(__file__).parents[3] / "models" / "families"
ANSWERS = counties.ANSWERS | family_counties.ANSWERS


def rows_by_family(program: Program) -> dict[str, list[str]]:
    """LP text of the rows of each family, in the order in which they were made."""
    found: dict[str, list[str]] = defaultdict(list)
    for constraint in program.problem.constraints():
        text = re.sub(r" -0\.0$", " 0.0", str(constraint))
        found[program.rows[constraint.name].family].append(f"{constraint.name}: {text}")
    return found


def golden_texts() -> dict[str, str]:
    """For each family the rows of the first county that has it."""
    texts: dict[str, str] = {}
    for name, (county, _) in ANSWERS.items():
        for family, rows in rows_by_family(build_program(county())).items():
            text = "\n".join((f"\\ {family} in the county «{name}»", *rows))
            texts.setdefault(family, text + "\n")
    return texts


def test_rows_are_those_of_the_golden_files() -> None:
    texts = golden_texts()

    assert texts == {p.stem: p.read_text(encoding="utf-8") for p in GOLDEN.glob("*.lp")}


def test_every_family_of_the_code_has_a_golden_file() -> None:
    named = re.compile(r'(?:at_most|at_least|equal)\(\s*"([a-z_]+)"')
    in_code = {f for p in FAMILIES.glob("*.py") for f in named.findall(p.read_text(encoding="utf-8"))}

    assert in_code <= {p.stem for p in GOLDEN.glob("*.lp")}


def write_golden_files() -> None:
    """Write every golden file anew."""
    for old in GOLDEN.glob("*.lp"):
        old.unlink()
    for family, text in golden_texts().items():
        (GOLDEN / f"{family}.lp").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_golden_files()
