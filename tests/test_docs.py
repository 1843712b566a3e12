"""The documents say what the code does: nothing stale, nothing missing, examples run, links lead somewhere."""

from __future__ import annotations

import ast
import dataclasses
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from models.build import build_program
from models.program import Program
from tests import counties, family_counties

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PROGRAMME = (DOCS / "programme.md").read_text(encoding="utf-8")
FAMILIES = ROOT / "models" / "families"
ROW_METHODS = {"at_most", "at_least", "equal"}


def _module(path: Path):
    spec = importlib.util.spec_from_file_location(f"docs_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = _module(DOCS / "generate.py")


@pytest.mark.parametrize("name", generate.PAGES)
def test_generated_page_is_not_stale(name):
    assert (DOCS / name).read_text(encoding="utf-8") == generate.page(name), "run `make docs`"


def documented_families() -> set[str]:
    """Families named in the first cell of a table row of the page on the programme."""
    cells = (line.split("|")[1] for line in PROGRAMME.splitlines() if line.startswith("| `"))
    return {name for cell in cells for name in re.findall(r"`([a-z_]+)[.`]", cell)}


def _trees() -> list[ast.Module]:
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(FAMILIES.glob("*.py"))]


def families_in_code() -> set[str]:
    """Families that are written out in the code, whether or not a test county has data for them."""
    calls = [node for tree in _trees() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    rows = [c for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr in ROW_METHODS]
    return {c.args[0].value for c in rows if isinstance(c.args[0], ast.Constant)}


def test_every_family_in_the_code_is_documented():
    assert families_in_code() - documented_families() == set()


def test_every_family_of_every_small_county_is_documented():
    small = [make() for make, _ in (counties.ANSWERS | family_counties.ANSWERS).values()]
    built = {row.family for county in small for row in build_program(county).rows.values()}
    assert len(built) > 25
    assert built - documented_families() == set()


def test_every_row_has_equation_unit_meaning_of_the_dual_and_function():
    rows = [line for line in PROGRAMME.splitlines() if line.startswith("| `") and line.count("|") == 6]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert len(cells) > 70
    assert [row[0] for row in cells if not all(row)] == []


def test_families_that_explain_speaks_of_are_documented():
    from planner.families import FAMILIES as words

    assert words.keys() - documented_families() == set()


def test_functions_named_in_the_page_exist_and_none_is_missing():
    functions = {n.name for tree in _trees() for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
    named = set(re.findall(r"`(add_[a-z_]+)`", PROGRAMME))
    with_rows = {
        node.name
        for tree in _trees()
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("add_") and _adds_rows(node)
    }
    assert named - functions == set()
    assert with_rows - named == set()


def _adds_rows(function: ast.FunctionDef) -> bool:
    return any(isinstance(n, ast.Attribute) and n.attr in ROW_METHODS for n in ast.walk(function))


def test_every_decision_of_the_programme_is_documented():
    decisions = {f.name for f in dataclasses.fields(Program) if "LpVariable" in str(f.type)}
    assert len(decisions) > 30
    assert {name for name in decisions if not re.search(rf"`{name}[\[`]", PROGRAMME)} == set()


def test_every_objective_term_is_documented():
    terms = build_program(counties.two_villages()).terms
    assert {name for name in terms if f"`{name}`" not in PROGRAMME} == set()


def _pages() -> list[Path]:
    return sorted([*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"])


@pytest.mark.parametrize("path", _pages(), ids=lambda p: p.name)
def test_links_lead_somewhere(path):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    local = [link for link in links if not link.startswith(("http://", "https://"))]
    assert [link for link in local if not (path.parent / link).exists()] == []


def test_scenario_example_is_read(tmp_path):
    from planner import read_scenario

    text = re.search(r"```toml\n(.*?)```", (DOCS / "scenario.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    for name in ("kelan.xlsx", "kelan.gpkg"):
        (tmp_path / name).touch()
    (tmp_path / "later.toml").write_text(text, encoding="utf-8")
    scenario = read_scenario(tmp_path / "later.toml")
    assert scenario.deadline == "2020-06"
    assert scenario.overrides["quota.turnover_limit"] == 500
    assert len(scenario.decisions) == len(scenario.funds) == 1


def test_parameters_example_is_read(tmp_path):
    from planner import read_scenario

    text = re.search(r"```toml\n(.*?)```", (DOCS / "parameters.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    (tmp_path / "county.xlsx").touch()
    (tmp_path / "s.toml").write_text(f'county = "county.xlsx"\n{text}', encoding="utf-8")
    assert set(read_scenario(tmp_path / "s.toml").overrides) == {"quota.turnover_limit", "construction.crews"}


def _python(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, text=True, timeout=240
    )


def test_readme_example_runs(tmp_path):
    from planner.demo import write_synthetic

    example = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    write_synthetic(tmp_path / "demo", villages=6, sites=3, periods=8, seed=1)
    for file in (tmp_path / "demo").iterdir():
        if file.suffix in (".xlsx", ".gpkg", ".toml"):
            text = re.sub(r"synthetic[-\w]*", "kelan", file.name)
            if file.suffix == ".toml":
                content = file.read_text(encoding="utf-8").replace(file.stem, "kelan")
                file.write_text(content, encoding="utf-8")
            file.rename(file.with_name(text))
    done = _python(example.replace("time_limit=60", "time_limit=10"), tmp_path)
    assert done.returncode == 0, done.stderr
    assert "status" in done.stdout


def test_site_builds_and_asks_nobody_for_anything(tmp_path):
    """Links to other sites are for people; scripts, styles, fonts and pictures must be our own."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    outside = re.compile(
        r"<(?:script|img|iframe|source)[^>]+src=[\"']?https?:|<link(?![^>]*canonical)[^>]+href=[\"']?https?:"
    )
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) > 10
    assert [p.name for p in pages if outside.search(p.read_text(encoding="utf-8"))] == []
