"""The commands: exit codes, one JSON document, nothing half-written."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pypdf
import pytest
from typer.testing import CliRunner

from models.plan import Status
from planner.cli import app
from planner.findings import Severity, catalogue
from planner.runfolder import read_run, write_run
from tests.planner import made_runs


def run(*words: object, code: int = 0):
    result = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def document(*words: object, code: int = 0) -> dict:
    """The one document on stdout."""
    return json.loads(run(*words, "--json", code=code).stdout)


def codes(found: dict) -> set[str]:
    return {f["code"] for f in found["findings"]["list"]}


@pytest.fixture
def planned(scenario: Path, search, tmp_path: Path) -> Path:
    run("plan", scenario, "--out", tmp_path / "run")
    return tmp_path / "run"


@pytest.mark.parametrize(
    "command", [(), *((c,) for c in ["demo", "template", "check", "plan", "audit", "explain", "compare", "report"])]
)
def test_every_command_has_help(command: tuple[str, ...]):
    assert "Usage" in run(*command, "--help").stdout


def test_demo(tmp_path: Path):
    run("demo", "synthetic", tmp_path, "--villages", 4, "--sites", 2, "--periods", 6, "--seed", 3)
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".gpkg", ".toml", ".xlsx"]


def test_template_is_never_written_over_a_file(tmp_path: Path):
    run("template", tmp_path / "t.xlsx")
    before = (tmp_path / "t.xlsx").read_bytes()
    assert "TEMPLATE_EXISTS" in run("template", tmp_path / "t.xlsx", code=1).stderr
    assert (tmp_path / "t.xlsx").read_bytes() == before


def test_check(scenario: Path):
    found = document("check", scenario, "--policy")
    assert found["status"] == "ok"
    assert found["findings"]["errors"] == 0
    row = next(r for r in found["policy"] if r["key"] == "settlement.centralised_indicator")
    assert row["origin"].startswith("政策包")
    assert found["findings"]["list"] == document("check", scenario.with_suffix(".xlsx"))["findings"]["list"]


def test_check_shows_findings_in_both_languages(scenario: Path):
    assert "0 处错误" in run("check", scenario).stdout
    assert "0 errors" in run("check", scenario, "--lang", "en").stdout


@pytest.mark.parametrize("command", [("check",), ("plan", "--out", "OUT")])
def test_input_that_cannot_be_read(command: tuple[str, ...], tmp_path: Path):
    words = [tmp_path / "run" if w == "OUT" else w for w in command]
    found = document(*words, tmp_path / "nowhere.xlsx", code=1)
    assert (found["status"], codes(found)) == ("error", {"WORKBOOK_MISSING"})
    assert not list(tmp_path.iterdir())


def test_check_with_errors(scenario: Path, tmp_path: Path):
    book = openpyxl.load_workbook(scenario.with_suffix(".xlsx"))
    page = book["村庄"]
    header = [c.value for c in page[1]]
    page.cell(2, header.index("户数") + 1).value = "很多"
    book.save(tmp_path / "c.xlsx")
    found = document("check", tmp_path / "c.xlsx", code=1)
    assert found["status"] == "error"
    assert found["findings"]["errors"] >= 1


def test_plan_prints_what_it_saves(scenario: Path, search, tmp_path: Path):
    found = document("plan", scenario, "--out", tmp_path / "run")
    assert found == json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    assert found["status"] == "optimal"
    for key in ("objective", "bound", "gap_gross", "gross", "size", "terms", "versions"):
        assert key in found
    assert {"total", "read", "build", "solve", "audit"} <= found["seconds"].keys()
    assert {"villages", "persons_served", "mu_sold", "cost_total", "centralised_share"} <= found["kpis"].keys()
    assert {"county", "scenario", "instance", "plan"} <= found["fingerprints"].keys()


def test_the_same_inputs_give_the_same_fingerprints(scenario: Path, search, tmp_path: Path):
    first, second = (document("plan", scenario, "--out", tmp_path / name)["fingerprints"] for name in "ab")
    assert first == second
    changed = document("plan", scenario, "--out", tmp_path / "c", "--seed", 9)["fingerprints"]
    assert {k for k in first if first[k] != changed[k]} == {"scenario"}


def test_plan_says_the_answer_first(scenario: Path, search, tmp_path: Path):
    shown = run("plan", scenario, "--out", tmp_path / "run").stdout
    assert shown.splitlines()[0].startswith(("全部签约住户得到安置", "有未满足事项"))


def test_options_reach_the_search(scenario: Path, search, tmp_path: Path):
    words = ("--gap", 0.02, "--threads", 1, "--seed", 5, "--work-limit", 700, "--solver", "cbc", "--strategy", "exact")
    run("plan", scenario, "--out", tmp_path / "run", *words)
    limits, solver, strategy = search()[0]
    assert (limits.gap, limits.threads, limits.seed, limits.work) == (0.02, 1, 5, 700)
    assert limits.seconds is None  # work is the limit, so that the answer can be repeated
    assert (solver, strategy) == ("cbc", "exact")


def test_a_strategy_that_does_not_exist(scenario: Path, search, tmp_path: Path):
    words = ("plan", scenario, "--out", tmp_path / "run", "--strategy", "magic")
    assert codes(document(*words, code=1)) == {"STRATEGY_UNKNOWN"}


def test_the_time_limit_is_for_everything(scenario: Path, search, tmp_path: Path):
    run("plan", scenario, "--out", tmp_path / "run", "--time-limit", 10_000)
    limits, _, _ = search()[0]
    assert 8_000 < limits.seconds < 10_000


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "x.toml"),  # no --out
        ("plan", "x.toml", "--out", "r", "--no-such-option"),
        ("plan", "x.toml", "--out", "r", "--gap", "half"),
        ("plan", "x.toml", "--out", "r", "--solver", "gurobi"),
        ("explain", "r", "--village", "A", "--site", "S"),
        ("no-such-command",),
        ("compare",),
    ],
)
def test_wrong_usage(words: tuple[str, ...]):
    run(*words, code=2)


def test_a_folder_that_is_not_a_run_is_refused_before_the_search(scenario: Path, search, tmp_path: Path):
    (tmp_path / "letter.txt").write_text("x")
    assert codes(document("plan", scenario, "--out", tmp_path, code=1)) == {"RUN_NOT_A_RUN"}
    assert search() == []
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("status", "why", "said"),
    [(Status.NO_PLAN, "RUN_NO_PLAN", "error"), (Status.INFEASIBLE, "RUN_INFEASIBLE", "infeasible")],
)
def test_no_plan(status: Status, why: str, said: str, scenario: Path, search, tmp_path: Path):
    search(status=status, plan=None, objective=None, gross=None)
    printed = document("plan", scenario, "--out", tmp_path / "run", code=3)
    assert why in codes(printed)
    assert printed["status"] == said
    assert not list(tmp_path.iterdir())


def test_a_cancelled_search_keeps_its_plan(scenario: Path, search, tmp_path: Path):
    search(status=Status.CANCELLED)
    printed = document("plan", scenario, "--out", tmp_path / "run", code=130)
    assert printed["status"] == "cancelled"
    assert "RUN_CANCELLED" in codes(printed)
    assert document("audit", tmp_path / "run")["status"] == "ok"


def test_a_search_cancelled_before_any_plan(scenario: Path, search, tmp_path: Path):
    search(status=Status.CANCELLED, plan=None, objective=None, gross=None)
    document("plan", scenario, "--out", tmp_path / "run", code=130)
    assert not list(tmp_path.iterdir())


def test_a_plan_that_fails_the_audit(scenario: Path, search, found, tmp_path: Path):
    from dataclasses import replace

    search(plan=replace(found.plan, moves=()))
    printed = document("plan", scenario, "--out", tmp_path / "run", code=1)
    assert printed["status"] == "error"
    assert printed["findings"]["errors"] > 0


def test_a_fault_of_ours_prints_a_document_too(scenario: Path, monkeypatch, tmp_path: Path):
    def broken(*_args: object, **_options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("planner.planning.solve", broken)
    words = ["plan", str(scenario), "--out", str(tmp_path / "run"), "--json"]
    result = CliRunner().invoke(app, words)
    assert isinstance(result.exception, ZeroDivisionError)
    assert codes(json.loads(result.stdout)) == {"INTERNAL_FAULT"}


def test_audit(planned: Path):
    assert document("audit", planned)["status"] == "ok"
    assert document("audit", planned, "--plan", planned / "plan.xlsx")["status"] == "ok"
    assert "0 处错误" in run("audit", planned).stdout
    path = planned / "movein.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").splitlines()[0] + "\n", encoding="utf-8-sig")
    assert document("audit", planned, code=1)["findings"]["errors"] > 0
    assert codes(document("audit", planned.parent, code=1)) == {"RUN_DAMAGED"}
    assert codes(document("audit", planned, "--plan", planned / "no.xlsx", code=1)) == {"PLAN_BOOK_MISSING"}


def test_a_scenario_is_diagnosed_without_a_run(scenario: Path):
    told = document("explain", scenario, "--infeasible", "--time-limit", "60")
    assert told["diagnosis"]["verdict"] == "nothing_short"
    assert "不需要诊断" in run("explain", scenario, "--infeasible").stdout
    assert codes(document("explain", scenario, code=1)) == {"DIAGNOSE_NEEDS_INFEASIBLE"}


def test_explain(planned: Path, found):
    village = found.plan.placements[0].village
    sections = document("explain", planned, "--village", village)["sections"]
    assert sections[0]["rows"][0]["households"] > 0
    assert any(row["chosen"] for row in sections[1]["rows"])
    site = next(p.site for p in found.plan.placements if p.site)
    assert document("explain", planned, "--site", site)["sections"][1]["rows"]
    told = document("explain", planned, "--infeasible")
    assert told["sections"][0]["title_en"] == "Shortfalls"
    assert told["diagnosis"]["verdict"] == "nothing_short"
    assert document("explain", planned, "--family", "site_persons")["status"] == "ok"
    assert "候选安置点" in run("explain", planned, "--village", village).stdout
    run("explain", planned)


def test_prices(planned: Path):
    told = document("explain", planned, "--prices")
    assert [s["title_en"] for s in told["sections"]] == ["What one more is worth"]
    assert "多一个单位值多少" in run("explain", planned, "--prices").stdout
    assert codes(document("explain", planned / "run.json", "--prices", code=1)) == {"RUN_MISSING"}


def test_a_run_as_start(planned: Path, scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The older plan reaches the search; a run of another county is refused."""
    told = []

    def listen(instance, limits, on_progress, *, solver, strategy, start):
        told.append(start)
        return made_runs.solve(instance)

    monkeypatch.setattr("planner.planning.solve", listen)
    document("plan", scenario, "--out", tmp_path / "new", "--start", planned)
    assert told[0].placements == read_run(planned).plan.placements
    write_run(made_runs.run_of("two_villages"), tmp_path / "other")
    wrong = document("plan", scenario, "--out", tmp_path / "no", "--start", tmp_path / "other", code=1)
    assert codes(wrong) == {"START_OTHER_COUNTY"}
    assert len(told) == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--village", "no such"), "ASKED_UNKNOWN_ID"),
        (("--site", "no such"), "ASKED_UNKNOWN_ID"),
        (("--family", "site_person"), "ASKED_UNKNOWN_FAMILY"),
    ],
)
def test_explain_asked_for_what_is_not_there(words: tuple[str, str], code: str, planned: Path):
    assert codes(document("explain", planned, *words, code=1)) == {code}


def test_compare(planned: Path):
    found = document("compare", planned, planned)
    assert found["villages"] == []
    assert all(row["difference"] == 0 for row in found["indicators"] if isinstance(row["difference"], int))
    assert "指标对比" in run("compare", planned, planned).stdout
    assert codes(document("compare", planned, code=1)) == {"COMPARE_TOO_FEW"}


def test_compare_on_paper(planned: Path, tmp_path: Path):
    found = document("compare", planned, planned, "--out", tmp_path / "papers")
    assert sorted(p.name for p in (tmp_path / "papers").iterdir()) == ["comparison.pdf", "comparison.xlsx"]
    assert [Path(name).name for name in found["files"]] == ["comparison.pdf", "comparison.xlsx"]
    assert "比较：" in run("compare", planned, planned, "--out", tmp_path / "papers").stdout  # replaces the old ones


def test_report(scenario: Path, planned: Path, tmp_path: Path):
    layers = scenario.with_suffix(".gpkg")
    found = document("report", planned, "--out", tmp_path / "papers", "--layers", layers)
    assert (found["status"], found["findings"]) == ("ok", [])
    assert (tmp_path / "papers" / "report.pdf").read_bytes().startswith(b"%PDF")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "papers" / "report.pdf").pages)
    page = openpyxl.load_workbook(scenario.with_suffix(".xlsx"))["户"]
    column = [c.value for c in page[1]].index("身份证号") + 1
    assert not any(str(page.cell(y, column).value) in text for y in range(2, page.max_row + 1))
    assert "县参数" in text  # the run keeps the values in force, the county's among them


def test_a_report_that_cannot_be(planned: Path, tmp_path: Path, monkeypatch):
    assert codes(document("report", tmp_path / "none", "--out", tmp_path / "papers", code=1)) == {"RUN_MISSING"}
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert codes(document("report", planned, "--out", tmp_path / "papers", code=1)) == {"REPORT_NOT_INSTALLED"}
    assert not (tmp_path / "papers").exists()


def test_no_personal_data_in_the_run(scenario: Path, planned: Path):
    """Names of heads and ID numbers of the roster stand in no file of the run."""
    page = openpyxl.load_workbook(scenario.with_suffix(".xlsx"))["户"]
    header = [c.value for c in page[1]]
    secrets = {
        str(page.cell(y, header.index(title) + 1).value)
        for title in ("户主", "身份证号")
        for y in range(2, page.max_row + 1)
    } - {"None"}
    texts = [p.read_text(encoding="utf-8-sig") for p in planned.iterdir() if p.suffix in (".csv", ".json")]
    cells = [str(c.value) for sheet in openpyxl.load_workbook(planned / "plan.xlsx") for r in sheet for c in r]
    assert secrets
    assert not [secret for secret in secrets if any(secret in text for text in [*texts, "\n".join(cells)])]


def test_messages_are_complete_in_both_languages():
    for code, message in catalogue().items():
        assert Severity(message["severity"])
        assert message["zh"], code
        assert message["en"], code
