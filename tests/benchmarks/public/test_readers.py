"""Each format is read as documented; what is not in order is refused, with its place and what to do."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from benchmarks.public import FormatError
from benchmarks.public.readers import FAMILIES
from tests.benchmarks.public import tiny

DATA = Path(__file__).with_name("data")


def read(folder: Path, family: str, text: str):
    path = folder / "file.txt"
    path.write_text(text, encoding="utf-8")
    return FAMILIES[family].read(path)


@pytest.mark.parametrize("family", ["cflp", "cflp-single", "holmberg", "diaz", "tbed1"])
def test_location_files_of_every_format_say_the_same(tmp_path, family):
    problem = read(tmp_path, family, tiny.ANSWERS[family][0])

    assert problem.cost == ((4, 8), (5, 10), (9, 3))
    assert problem.weight == ((4, 4), (5, 5), (3, 3))
    assert (problem.capacity, problem.fixed) == ((8, 6), (5, 2.5))
    assert (problem.splittable, problem.open_at_most) == (family == "cflp", None)


def test_assignment_file(tmp_path):
    problem = read(tmp_path, "gap", tiny.GAP)

    assert problem.cost == ((1, 3), (4, 1), (2, 5))
    assert problem.weight == ((2, 4), (3, 2), (4, 1))
    assert (problem.capacity, problem.fixed) == ((5, 5), (0, 0))


def test_distances_between_medians_are_rounded_down_or_not(tmp_path):
    rounded, exact = (read(tmp_path, family, tiny.ANSWERS[family][0]) for family in ("pmedcap", "sjc"))

    assert (rounded.cost[0][1], exact.cost[0][1]) == (5, pytest.approx(34**0.5))
    assert rounded.weight == exact.weight == tuple((d,) * 4 for d in (2, 2, 3, 1))
    assert rounded.capacity == exact.capacity == (4,) * 4
    assert rounded.open_at_most == exact.open_at_most == 2


def test_a_file_of_others():
    problem = FAMILIES["gap"].read(DATA / "gap1-0.txt")

    assert (problem.customers, problem.sites, problem.capacity) == (15, 5, (36, 34, 38, 27, 33))


BAD = [
    ("cflp", "", "no numbers"),  # an empty file
    ("cflp", " \n\n", "no numbers"),  # nothing but white space
    ("holmberg", "2", "cut short"),  # the header itself
    ("cflp", tiny.ORLIB[:-7], "13 numbers, but the counts at its beginning ask for 15"),
    ("gap", tiny.GAP.replace("5 5\n", ""), "cut short"),  # no capacities
    ("sjc", tiny.SJC[:-5], "cut short"),  # a point too few
    ("cflp", tiny.ORLIB + "7 7\n", "number 16 (line 10): 2 more numbers"),  # stray numbers at the end
    ("diaz", tiny.DIAZ.replace("4 8", "4 8 8", 1), "1 more numbers"),  # stray number in the middle
    ("holmberg", tiny.HOLMBERG + "1 2 3\n", "3 more numbers"),  # a whole row too many
    ("cflp", tiny.ORLIB.replace(" 2 3", " 3 3"), "cut short, or a count is wrong"),
    ("cflp", tiny.ORLIB.replace(" 2 3", " 2 2"), "stray numbers, or a count is wrong"),
    ("cflp", tiny.ORLIB.replace(" 2 3", " 0 3"), "number of sites is 0"),
    ("tbed1", tiny.TBED1.replace("3\t2", "3\t-2"), "number of sites is -2"),
    ("gap", tiny.GAP.replace("2 3", "2.5 3", 1), "number of agents is 2.5"),
    ("sjc", tiny.SJC.replace("4 2", "4 5", 1), "5 medians of 4 points"),
    ("pmedcap", tiny.PMEDCAP.replace("\n3 10", "\n7 10"), "point 3 is numbered 7"),
    ("cflp", tiny.ORLIB.replace(" 8 5.", " 0 5."), "number 3 (line 2): capacity of site 1 is 0."),
    ("diaz", tiny.DIAZ.replace("8 6", "8 0"), "capacity 2 of 2 is 0."),
    ("holmberg", tiny.HOLMBERG.replace("4. 5. 3.", "4. -5. 3."), "demand 2 of 3 is -5."),
    ("tbed1", tiny.TBED1.replace("4 5 3", "4 0 3"), "demand 2 of 3 is 0."),  # a customer that wants nothing
    ("gap", tiny.GAP.replace("1 4 2", "1 -4 2"), "cost 2 of 6 is -4."),
    ("cflp", tiny.ORLIB.replace(" 4\n", " 4.0000001\n"), "6 decimals"),
    ("cflp", tiny.ORLIB.replace("8.", "eight"), "line 5: 'eight' is no number."),
    ("cflp", tiny.ORLIB.replace("8.", "nan"), "line 5: 'nan' is no number."),
    ("cflp", tiny.ORLIB.replace("8.", "1e999"), "'1e999' is no number."),
    ("cflp", tiny.ORLIB.replace("8.", "1_0"), "'1_0' is no number."),  # Python would read 10
    ("cflp", tiny.ORLIB.replace("8.", "8,0"), "'8,0' is no number."),
    ("cflp", "容量", "byte 1: the file is not plain text."),
]


@pytest.mark.parametrize(("family", "text", "message"), BAD)
def test_bad_files_are_refused_with_place_and_remedy(tmp_path, family, text, message):
    with pytest.raises(FormatError) as caught:
        read(tmp_path, family, text)

    assert message in str(caught.value)
    assert str(caught.value).startswith("file.txt")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["missing.txt", ""])
def test_what_cannot_be_opened_is_refused(tmp_path, name):
    with pytest.raises(FormatError, match="Name a file"):
        FAMILIES["gap"].read(tmp_path / name)


def test_less_than_a_row_of_stray_numbers_is_passed_over_with_a_warning_in_holmberg_files(tmp_path, caplog):
    with caplog.at_level(logging.WARNING):
        problem = read(tmp_path, "holmberg", tiny.HOLMBERG + "1 2\n")

    assert problem == read(tmp_path, "holmberg", tiny.HOLMBERG)
    assert "number 16 (line 7): 2 stray numbers" in caplog.text
