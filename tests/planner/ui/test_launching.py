"""How the server is started: for a closed network, with the same settings whichever way."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from planner.ui import launching

ROOT = Path(__file__).parents[3]


def test_streamlit_run_and_planner_app_have_the_same_settings():
    said = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    flat = {f"{section}.{key}": value for section, table in said.items() for key, value in table.items()}
    assert flat.pop("server.allowedHosts") == list(launching.LOCAL_HOSTS)
    shown = {key: value if isinstance(value, str) else json.dumps(value) for key, value in flat.items()}
    assert shown == dict(launching.OPTIONS)


def test_app_py_stays_short():
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 40


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch):
    from streamlit.web import cli

    calls: list[list[str]] = []
    monkeypatch.setattr(cli, "main", lambda arguments, **_: calls.append(arguments))
    monkeypatch.setenv(launching.WORKSPACE_VARIABLE, "")
    monkeypatch.setenv(launching.DATABASE_VARIABLE, "")
    return calls


def test_it_is_bound_to_this_machine_unless_somebody_says_otherwise(started, tmp_path: Path):
    launching.start(workspace=tmp_path, database=None, address="127.0.0.1", port=8600, hosts=(), open_browser=False)
    (flags,) = started
    assert {"--server.address=127.0.0.1", "--server.port=8600", "--browser.gatherUsageStats=false"} <= set(flags)
    assert {"--server.enableXsrfProtection=true", "--server.enableCORS=true", "--server.maxUploadSize=50"} <= set(flags)
    assert [f for f in flags if "allowedHosts" in f] == [
        "--server.allowedHosts=localhost", "--server.allowedHosts=127.0.0.1",
    ]  # fmt: skip


def test_an_office_names_its_hosts(started, tmp_path: Path):
    launching.start(
        workspace=tmp_path,
        database="postgresql://x",
        address="0.0.0.0",
        port=80,
        hosts=("plan.local",),
        open_browser=True,
    )
    (flags,) = started
    assert {"--server.allowedHosts=plan.local", "--browser.serverAddress=plan.local", "--server.headless=false"} <= set(
        flags
    )
