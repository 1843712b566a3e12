"""Every finding of the checks, the layers and the candidates has a test that names it."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TESTS = "".join(
    p.read_text(encoding="utf-8") for folder in (HERE, HERE.parent / "space") for p in folder.glob("test_*.py")
)


@pytest.mark.parametrize("domain", ["checks", "layers", "candidates"])
def test_each_code_is_named_in_a_test(domain: str) -> None:
    text = resources.files("planner.messages").joinpath(f"{domain}.toml").read_text(encoding="utf-8")
    assert [code for code in tomllib.loads(text) if f'"{code}"' not in TESTS] == []
