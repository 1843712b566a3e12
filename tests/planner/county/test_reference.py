import re
import tomllib
from pathlib import Path

from planner.county import column, columns
from planner.county.layout import OPENING
from planner.county.reference import reference_markdown
from planner.findings import Severity
from planner.parameters import PARAMETERS

ROOT = Path(__file__).parents[3]


def test_every_column_and_parameter_is_documented():
    page = reference_markdown()
    for sheet in columns.SHEETS:
        assert f"## {sheet.zh} `{sheet.key}`" in page
        for one in sheet.columns:
            assert f"| {one.zh} | `{one.key}` |" in page
    for parameter in PARAMETERS:
        assert (f"`{parameter.key}`" in page) is (parameter.kind != "table" or parameter.key == OPENING)


def test_tables_are_rectangular():
    lines = [line for line in reference_markdown().splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in lines} == {7, 8}


def test_the_column_table_is_sound():
    names = [s.zh for s in columns.SHEETS]
    assert len(set(names)) == len(names)
    for sheet in columns.SHEETS:
        assert len(sheet.by_key) == len(sheet.by_zh) == len(sheet.columns)
        for one in sheet.columns:
            assert one.kind in column.KIND_NAMES
            assert one.note
            assert one.meaning.endswith(".")
            assert one.target in ("", *columns.BY_KEY)
            assert bool(one.target) is (one.kind == "ref")
            assert not (one.required and one.default not in (None, ""))


def test_every_code_of_the_reader_has_its_texts():
    messages = tomllib.loads((ROOT / "planner/messages/county.toml").read_text(encoding="utf-8"))
    parts = [p for p in (ROOT / "planner/county").glob("*.py") if not p.name.startswith("layer")]
    used = {
        c
        for p in parts
        for c in re.findall(
            r'"((?:CELL|CELLS|ITEM|ROW|ROWS|COLUMN|SHEET|HEADER|START|WORKBOOK)_[A-Z_]+)"', p.read_text("utf-8")
        )
    }
    assert used == set(messages)
    for text in messages.values():
        assert Severity(text["severity"])
        assert text["zh"]
        assert text["en"]
        if text["severity"] != "note":
            assert text["remedy_zh"]
            assert text["remedy_en"]
