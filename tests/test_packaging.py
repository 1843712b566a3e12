"""What an installation needs: data files in the wheel, pinned versions, targets of the Makefile, the CI script."""

from __future__ import annotations

import fnmatch
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("package", ["models", "planner", "scenarios"])
def test_every_data_file_goes_into_the_wheel(package):
    patterns = PYPROJECT["tool"]["setuptools"]["package-data"]["*"]
    files = [p for p in (ROOT / package).rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    data = [p.relative_to(ROOT).as_posix() for p in files if p.suffix != ".py"]
    assert [name for name in data if not any(fnmatch.fnmatch(Path(name).name, one) for one in patterns)] == []


def test_every_dependency_is_pinned():
    project = PYPROJECT["project"]
    # The others' solvers of `bench` are compared as they are on the day, and never installed with the rest.
    extras = {name: names for name, names in project["optional-dependencies"].items() if name != "bench"}
    wanted = [*project["dependencies"], *(d for names in extras.values() for d in names)]
    names = {_name(one) for one in wanted} - {project["name"]}
    pinned = {_name(line) for line in (ROOT / "constraints.txt").read_text().splitlines()}
    assert names - pinned == set()


def _name(requirement: str) -> str:
    return re.split(r"[<>=\[ ]", requirement)[0].lower().replace("_", "-")


@pytest.mark.parametrize("target", ["demo", "lint", "bench", "docs"])
def test_targets_set_up_when_needed(target):
    assert re.search(rf"^{target}: \$\(READY\)", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("target", ["setup", "demo", "test", "lint", "bench", "docs"])
def test_targets_are_known_to_make(target):
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_old_python_is_refused_with_what_to_do(tmp_path):
    """An interpreter that says it is too old."""
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    done = subprocess.run(["make", "setup", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed" in done.stderr


def test_ci_runs_the_tests():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert re.search(r"\bmake\b.* test$", script.read_text(encoding="utf-8"), re.MULTILINE)


def test_commit_hooks_are_the_checks_of_make_lint():
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    sources = re.search(r"^SOURCES := (.*)$", MAKEFILE, re.MULTILINE)[1]
    body = re.search(r"^lint:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)[1]
    for line in body.splitlines():
        command = line.strip().replace("$(BIN)", ".venv/bin").replace("$(SOURCES)", sources)
        assert f"entry: {command}\n" in hooks
