"""A real browser against a real server: one server and workspace of its own for each module."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request, expect

CHROMIUM = "/usr/bin/chromium"
PATIENCE = 90.0
"""Seconds that anything may take on a slow machine; nothing waits that long on a quick one."""
LOCAL = ("http://127.0.0.1", "ws://127.0.0.1", "http://localhost", "ws://localhost", "data:", "blob:")
PROBES = ("/_stcore/health", "/_stcore/host-config")
"""Streamlit asks for these below the address of a page before it asks at the root: two harmless 404s."""

expect.set_options(timeout=PATIENCE * 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server at work."""

    address: str
    workspace: Path


@dataclass
class Watched:
    """What a page did that it should not have done."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _request(self, request: Request) -> None:
        if not request.url.startswith(LOCAL):
            self.outside.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not str(message.location.get("url", "")).endswith(PROBES):
            self.errors.append(f"{message.text} {message.location}")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": quiet}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "viewport": {"width": 1500, "height": 1100}, "locale": "zh-CN"}


def free_port() -> int:
    """A port that nobody listens to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(folder: Path, port: int) -> Iterator[Server]:
    """Start ``planner app`` as a user would, in a folder that may hold secrets, and stop it."""
    workspace = folder / "workspace"
    command = [sys.executable, "-m", "planner.cli", "app", str(workspace), "--port", str(port), "--no-browser"]
    log = (folder / "server.log").open("w")
    # Traced for coverage, as AppTest's pages are, the server would answer half as fast.
    untraced = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_PROCESS")}
    process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env={**untraced, "NO_PROXY": "127.0.0.1"})
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(lambda: _answers(f"{address}/_stcore/health"), process, folder)
        yield Server(address=address, workspace=workspace)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
        log.close()


def _wait_for(ready: Callable[[], bool], process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            raise AssertionError((folder / "server.log").read_text())
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server"), free_port()) as started:
        yield started


@pytest.fixture
def watched(page: Page) -> Watched:
    """The page of this test, watched: no test may ask anybody outside or leave errors in the console."""
    watching = Watched()
    watching.listen(page)
    return watching


def quiet(page: Page) -> None:
    """Wait until the server has nothing more to show, and all charts are drawn."""
    expect(page.get_by_test_id("stMain").locator("h1").first).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    expect(page.locator("[data-testid=stVegaLiteChart]:not(:has(svg))")).to_have_count(0)
