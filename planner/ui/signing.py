"""
Signing in, as a switch: off on one's own PC, by OpenID Connect in an office.

It is on where Streamlit's secrets hold a table ``auth``. Roles come from a claim of the identity (``roles``, or the one
that ``[planner] roles_claim`` in the secrets names). Every write checks them again at the desk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from planner.store import Actor
    from planner.ui.words import Words

CLAIM = "roles"


def is_office() -> bool:
    """Whether people sign in here."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def actor(words: Words) -> Actor:
    """Who is here; shows the sign-in and stops the page where nobody is yet."""
    from planner.store import Actor

    if not is_office():
        return Actor.local()
    if not st.user.is_logged_in:
        _sign_in(words)
    name = str(st.user.get("name") or st.user.get("email") or st.user.get("sub") or "")
    return Actor.signed_in(name, _roles(st.user.get(_claim())))


def show_sign_out(words: Words) -> None:
    """Show who is signed in, with the way out."""
    if is_office() and st.user.is_logged_in:
        st.caption(words("shell.signed_in").format(st.user.get("name") or st.user.get("email")))
        st.button(words("shell.sign_out"), on_click=st.logout, icon=":material/logout:")


def _sign_in(words: Words) -> None:
    st.title(words("shell.title"))
    st.write(words("shell.sign_in_why"))
    st.button(words("shell.sign_in"), on_click=st.login, type="primary", icon=":material/login:")
    st.stop()


def _claim() -> str:
    return str(st.secrets.get("planner", {}).get("roles_claim", CLAIM))


def _roles(said: Any) -> list[str]:
    """Roles as a list, or as one text with commas or spaces, as some services send them."""
    if isinstance(said, str):
        return said.replace(",", " ").split()
    return [str(one) for one in said] if isinstance(said, list | tuple) else []
