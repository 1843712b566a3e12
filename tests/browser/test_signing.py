"""Signing in with OpenID Connect, end to end against a small provider on this machine; roles decide what one may do."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwk, jwt
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, Watched, free_port, quiet, serving

CLIENT = "planner"


class Provider(ThreadingHTTPServer):
    """Signs everybody in at once, as whoever it is told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.key = jwk.RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})
        self.name, self.roles = "", [""]
        self.nonces: dict[str, str] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "sub": self.name, "name": self.name, "roles": self.roles,
                  "iat": now, "exp": now + 600, "nonce": nonce}  # fmt: skip
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        asked, provider = urlsplit(self.path), self.server
        if asked.path == "/authorize":
            said = {key: values[0] for key, values in parse_qs(asked.query).items()}
            code = f"code{len(provider.nonces)}"
            provider.nonces[code] = said.get("nonce", "")
            self.send_response(302)
            back = urlencode({"code": code, "state": said["state"]})
            self.send_header("Location", f"{said['redirect_uri']}?{back}")
            self.end_headers()
        elif asked.path == "/keys":
            self._json({"keys": [provider.key.as_dict(private=False)]})
        else:
            self._json(
                {
                    "issuer": provider.address, "authorization_endpoint": f"{provider.address}/authorize",
                    "token_endpoint": f"{provider.address}/token", "jwks_uri": f"{provider.address}/keys",
                    "response_types_supported": ["code"], "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                }
            )  # fmt: skip

    def do_POST(self) -> None:
        said = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        token = self.server.token(self.server.nonces.pop(said["code"][0]))
        self._json({"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": token})

    def _json(self, document: object) -> None:
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    started = Provider()
    threading.Thread(target=started.serve_forever, daemon=True).start()
    yield started
    started.shutdown()
    started.server_close()


@pytest.fixture(scope="module")
def office(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose secrets name the provider."""
    folder: Path = tmp_path_factory.mktemp("office")
    port = free_port()
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text(
        "[auth]\n"
        f'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
        'cookie_secret = "nobody knows this long enough secret"\n'
        f'client_id = "{CLIENT}"\nclient_secret = "s"\n'
        f'server_metadata_url = "{provider.address}/.well-known/openid-configuration"\n'
    )
    with serving(folder, port) as started:
        yield started


def sign_in(page: Page, office: Server, provider: Provider, name: str, *roles: str) -> None:
    provider.name, provider.roles = name, list(roles)
    page.goto(office.address)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("button", name="登录", exact=True)).to_have_count(0)
    quiet(page)


def test_nothing_is_shown_before_signing_in(page: Page, office: Server):
    page.goto(f"{office.address}/log")
    expect(page.get_by_text("请用单位账号登录后使用。")).to_be_visible()
    expect(page.get_by_text("查找")).to_have_count(0)


def test_a_viewer_reads_and_a_planner_writes(page: Page, watched: Watched, office: Server, provider: Provider):
    sign_in(page, office, provider, "张查阅", "viewer", "something else")
    expect(page.get_by_text("当前用户：张查阅")).to_be_visible()
    expect(page.get_by_role("button", name="打开示范县（岢岚县）")).to_be_disabled()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible()
    sign_in(page, office, provider, "王规划", "planner")
    page.get_by_role("button", name="打开示范县（岢岚县）").click()
    expect(page.get_by_text("从这里继续")).to_be_visible()
    page.goto(f"{office.address}/log")
    expect(page.get_by_text("当前用户：王规划（规划编制）")).to_be_visible()
    assert watched.outside == []
    assert watched.errors == []


def test_somebody_without_a_role_is_told(page: Page, office: Server, provider: Provider):
    provider.name, provider.roles = "路人", ["nobody"]
    page.goto(office.address)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    expect(page.get_by_text("从这里继续")).to_have_count(0)
