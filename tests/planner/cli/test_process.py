"""The command as a process of its own: exit codes, one document, Ctrl-C, and a help that loads nothing heavy."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from planner.demo import write_synthetic

PLANNER = (sys.executable, "-m", "planner.cli")
LIGHT = """
import sys
from planner.cli import main
sys.argv = ["planner", {argument!r}]
try:
    main()
except SystemExit as ending:
    assert not ending.code
heavy = {{"pandas", "numpy", "pulp", "highspy", "geopandas", "xlsxwriter", "pydantic", "shapely"}} & sys.modules.keys()
assert not heavy, heavy
"""


def call(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PLANNER, *map(str, words)], capture_output=True, encoding="utf-8", timeout=120, check=False)


def test_help_is_quick():
    subprocess.run([sys.executable, "-c", LIGHT.format(argument="--help")], check=True, timeout=60)


def test_importing_the_package_is_quick():
    check = """
import sys, planner
assert "pandas" not in sys.modules
planner.read_county
assert "planner.county" in sys.modules
"""
    subprocess.run([sys.executable, "-c", check], check=True, timeout=60)


def test_plan_and_audit(scenario: Path, tmp_path: Path):
    done = call("plan", scenario, "--out", tmp_path / "run", "--work-limit", 2000, "--threads", 1, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    assert "Traceback" not in done.stderr
    done = call("audit", tmp_path / "run", "--json")
    assert (done.returncode, json.loads(done.stdout)["status"]) == (0, "ok")


def test_wrong_input(tmp_path: Path):
    (tmp_path / "county.xlsx").write_text("not a workbook")
    done = call("plan", tmp_path / "county.xlsx", "--out", tmp_path / "run", "--json")
    assert (done.returncode, json.loads(done.stdout)["status"]) == (1, "error")
    assert "Traceback" not in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["county.xlsx"]


def test_wrong_usage_prints_a_document_too():
    done = call("plan", "x.toml", "--json", "--no-such-option")
    assert (done.returncode, json.loads(done.stdout)["status"]) == (2, "error")


def test_ctrl_c_keeps_the_best_plan(tmp_path: Path):
    county = write_synthetic(tmp_path / "county", villages=40, sites=8, periods=10, seed=1)
    words = ["plan", county, "--out", tmp_path / "run", "--gap", 0, "--time-limit", 100, "--threads", 1, "--json"]
    with subprocess.Popen(
        [*PLANNER, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        first = process.stderr.readline()  # the search has begun to report
        process.send_signal(signal.SIGINT)
        printed, said = process.communicate(timeout=90)
    assert process.returncode == 130, first + said
    document = json.loads(printed)
    assert document["status"] == "cancelled"
    assert "Traceback" not in said
    assert document["objective"] is not None
    assert call("audit", tmp_path / "run").returncode == 0
