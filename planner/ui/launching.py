"""Starting the server of the pages: its settings for a closed network, in one place."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from planner.ui.environment import DATABASE_VARIABLE, WORKSPACE_VARIABLE

PORT = 8501
OPTIONS: Mapping[str, str] = {
    "server.address": "127.0.0.1",
    "server.headless": "true",
    "server.maxUploadSize": "50",
    "server.enableCORS": "true",
    "server.enableXsrfProtection": "true",
    "server.enableAgentApi": "false",
    "server.fileWatcherType": "none",
    "browser.serverAddress": "localhost",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "theme.base": "light",
    "theme.primaryColor": "#00695C",
    "theme.headingFontSizes": '["1.9rem", "1.45rem", "1.2rem"]',
    "theme.font": "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','WenQuanYi Micro Hei',sans-serif",
}
"""What ``.streamlit/config.toml`` says too, for those who start ``streamlit run app.py``; a test compares them."""
LOCAL_HOSTS = ("localhost", "127.0.0.1")


def start(
    *,
    workspace: Path | None,
    database: str | None,
    address: str,
    port: int,
    hosts: Iterable[str],
    open_browser: bool,
) -> None:
    """
    Serve the pages until somebody stops the command.

    Parameters
    ----------
    workspace
        Folder; ``None`` for one among the user's documents.
    database
        PostgreSQL URL; ``None`` for SQLite in the folder.
    address
        Where to listen; 127.0.0.1 is this machine only.
    port
        Port.
    hosts
        Names under which browsers may ask for the pages, besides this machine's own.
    open_browser
        Whether to open one here.
    """
    from streamlit.web import cli

    if workspace is not None:
        os.environ[WORKSPACE_VARIABLE] = str(workspace.absolute())
    if database is not None:
        os.environ[DATABASE_VARIABLE] = database
    allowed = list(dict.fromkeys([*LOCAL_HOSTS, *hosts]))
    options = {
        **OPTIONS,
        "server.address": address,
        "server.port": str(port),
        "server.headless": "false" if open_browser else "true",
        "browser.serverAddress": next(iter(hosts), OPTIONS["browser.serverAddress"]),
    }
    flags = [f"--{key}={value}" for key, value in options.items()]
    flags += [f"--server.allowedHosts={host}" for host in allowed]
    script = Path(__file__).parent / "shell.py"
    cli.main(["run", str(script), *flags], prog_name="planner app")
