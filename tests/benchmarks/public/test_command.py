"""The commands as a user runs them."""

from __future__ import annotations

import json
import shutil

import pytest

from benchmarks import __main__ as entry
from benchmarks.public import command, table
from tests.benchmarks.public import tiny
from tests.benchmarks.public.test_readers import DATA

FIELDS = ["instance", "family", "objective", "bound", "gap", "seconds", "status"]
VALUES = "instance,optimal_or_best,proven,variant\n"


@pytest.fixture
def tiny_file(tmp_path):
    def write(text, name="tiny.txt"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_solve_prints_one_document_with_these_fields(tiny_file, capsys):
    assert command.solve(["gap", tiny_file(tiny.GAP), "--threads", "1", "--seed", "3", "--json"]) == 0

    document = json.loads(capsys.readouterr().out)
    assert list(document) == FIELDS
    assert document | {"seconds": 0} == {
        "instance": "tiny",
        "family": "gap",
        "objective": 7.0,
        "bound": 7.0,
        "gap": 0.0,
        "seconds": 0,
        "status": "optimal",
    }


def test_an_infeasible_file_is_an_answer_too(tiny_file, capsys):
    assert command.solve(["cflp-single", tiny_file("1 1\n8 1\n9 1\n"), "--json"]) == 0

    document = json.loads(capsys.readouterr().out)
    assert (document["status"], document["objective"], document["gap"]) == ("infeasible", None, None)


def test_best_known_value_only_if_asked_for(tiny_file, capsys):
    path = tiny_file(tiny.ORLIB)
    tiny_file(VALUES + "tiny,20.5,yes,splittable (x)\ntiny,29.5,yes,single-source\n", "values.csv")
    for family, best in (("cflp", 20.5), ("cflp-single", 29.5)):
        command.solve([family, path, "--threads", "1", "--json", "--best-known"])
        assert json.loads(capsys.readouterr().out)["best_known"] == best


def test_without_json_one_field_a_line(tiny_file, capsys):
    command.solve(["gap", tiny_file(tiny.GAP), "--threads", "1"])

    assert capsys.readouterr().out.splitlines()[2] == "objective: 7.0"


def test_a_bad_file_says_so_in_one_line_and_prints_nothing(tiny_file, capsys):
    assert command.solve(["gap", tiny_file(tiny.GAP[:-4]), "--json"]) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "cut short" in said.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["tsp", "x.txt"],  # no such family
        ["gap"],  # no file
        ["gap", "x.txt", "--threads", "0"],
        ["gap", "x.txt", "--time-limit", "-1"],
        ["gap", "x.txt", "--time-limit", "nan"],
    ],
)
def test_wrong_options_end_with_2(arguments):
    with pytest.raises(SystemExit) as ended:
        command.solve(arguments)

    assert ended.value.code == 2


def test_the_first_word_chooses_and_counties_are_the_default(monkeypatch, capsys):
    for arguments, code, word in ((["solve", "--help"], 0, "FAMILY"), (["--only", "nothing"], 2, "--only")):
        monkeypatch.setattr("sys.argv", ["benchmarks", *arguments])
        with pytest.raises(SystemExit) as ended:
            entry.main()
        assert ended.value.code == code
        said = capsys.readouterr()
        assert word in said.out + said.err


@pytest.fixture
def public(tmp_path):
    """A folder with one instance and its best value, a page with markers, and a place for the figures."""
    folder = tmp_path / "instances"
    (folder / "gap" / "cattrysse1994").mkdir(parents=True)
    shutil.copy(DATA / "gap1-0.txt", folder / "gap" / "cattrysse1994")
    (folder / "gap" / "values.csv").write_text(VALUES + "cattrysse1994/gap1-0,261,yes,\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n", encoding="utf-8")
    return folder, page, tmp_path / "results.json"


def test_table_fills_the_page_between_its_markers(public):
    folder, page, results = public
    arguments = [str(folder), "--results", str(results), "--write", str(page), "--threads", "1"]

    assert command.table(arguments) == 0

    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{table.BEGIN}\n")
    assert text.endswith(f"{table.END}\nafter\n")
    assert "old" not in text
    assert "| gap | our strategy | 1 | 1 | 0 | 0.000% | 0.000% |" in text
    assert "| gap | cattrysse1994/gap1-0 | 261 | plain HiGHS | 261 | 0.000% | 261 | 0.000% |" in text


def test_table_takes_up_what_was_measured_before(public):
    folder, page, results = public
    arguments = [str(folder), "--results", str(results), "--strategies", "auto", "--threads", "1"]
    command.table(arguments)
    rows = json.loads(results.read_text(encoding="utf-8"))
    rows["gap cattrysse1994/gap1-0 auto"]["objective"] = 262.0
    results.write_text(json.dumps(rows), encoding="utf-8")

    assert command.table([*arguments, "--keep", "--write", str(page)]) == 0

    assert "| 0.383% | 0.383% |" in page.read_text(encoding="utf-8")


def test_table_without_files_or_markers_says_so(public, capsys):
    folder, page, results = public
    assert command.table([str(folder), "--results", str(results), "--match", "x*"]) == 1
    assert "no file of" in capsys.readouterr().err

    page.write_text("no markers", encoding="utf-8")
    assert command.table([str(folder), "--results", str(results), "--write", str(page)]) == 1
    assert "are missing" in capsys.readouterr().err
    assert not results.exists()  # said before anything is solved
