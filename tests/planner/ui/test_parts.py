"""Small pieces: files that spreadsheets open, numbers as people read them."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from planner.ui.frames.compare import distinct
from planner.ui.numbers import amount, gap, local_time
from planner.ui.parts import csv_bytes
from planner.ui.signing import _roles


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_no_cell_of_a_table_becomes_a_formula(cell: str):
    written = csv_bytes(pd.DataFrame({"a": [cell], "n": [-1.5]})).decode("utf-8-sig")
    assert written.splitlines()[1].lstrip('"').startswith("'")
    assert written.splitlines()[1].endswith(",-1.5")


def test_numbers_as_people_read_them():
    assert amount(1234567.891, "亩", 1) == "1,234,567.9 亩"
    assert amount(None) == amount(float("nan")) == "—"
    assert gap(0.01234) == "1.23%"
    assert gap(3.0) == "> 100%"
    assert gap(None) == "—"
    assert local_time(None) == ""
    assert len(local_time(dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC))) == 16


def test_names_that_are_alike_are_numbered():
    assert distinct(["a", "b", "a"]) == ["a #1", "b", "a #2"]


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        (["planner", "viewer"], ["planner", "viewer"]),
        ("planner viewer", ["planner", "viewer"]),
        ("planner,viewer", ["planner", "viewer"]),
        (None, []),
        ({"roles": 1}, []),
    ],
)
def test_roles_are_read_as_services_send_them(said, roles):
    assert _roles(said) == roles
