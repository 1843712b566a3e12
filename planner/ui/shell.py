"""The frame around all pages: sign-in, navigation, language, and which county, scenario and run one looks at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from planner.findings import PlannerError
from planner.ui.context import COUNTY, LANG, RUN, SCENARIO, Context, dispatcher, go_to, here, words
from planner.ui.numbers import gap, local_time
from planner.ui.parts import show_findings
from planner.ui.signing import show_sign_out
from planner.ui.words import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.navigation.page import StreamlitPage

VIEWS = Path(__file__).parent / "views"
SECTIONS = {
    "workspace": (("home", "home"), ("data", "table_view")),
    "planning": (("scenario", "tune"), ("solve", "play_circle"), ("plan", "map"), ("compare", "compare_arrows")),
    "office": (("log", "history"),),
}
_NAMES = {"zh": "中文", "en": "English"}


def show() -> None:
    """Show the page that the address asks for."""
    text = words()
    st.set_page_config(page_title=text("shell.title"), page_icon="🏘️", layout="wide")
    page = st.navigation(
        {text(f"shell.{section}"): [_page(text, *one) for one in pages] for section, pages in SECTIONS.items()}
    )
    try:
        context = here()
        dispatcher()
        with st.sidebar:
            _sidebar(context)
        if context.lost:
            _lost(context)
        page.run()
    except PlannerError as error:
        show_findings(error.findings, text)


def _page(text: Words, name: str, icon: str) -> StreamlitPage:
    return st.Page(
        VIEWS / f"{name}.py", title=text(f"{name}.title"), icon=f":material/{icon}:", url_path=name,
        default=name == "home",
    )  # fmt: skip


def _sidebar(context: Context) -> None:
    text = context.words
    chosen = st.segmented_control(
        "语言 Language", LANGUAGES, default=text.language, format_func=_NAMES.__getitem__, label_visibility="collapsed"
    )
    if chosen and chosen != text.language:
        go_to(LANG, chosen)
        st.rerun()
    desk = context.desk
    counties = {c.fingerprint: c.title or c.name for c in desk.counties()}
    _choose(text("shell.county"), COUNTY, counties, context.county.fingerprint if context.county else None)
    if context.county is None:
        show_sign_out(text)
        return
    scenarios = {s.id: s.name + (" 🔒" if s.locked else "") for s in desk.scenarios(context.county.fingerprint)}
    _choose(text("shell.scenario"), SCENARIO, scenarios, context.scenario.id if context.scenario else None)
    if context.scenario is not None:
        runs = [r for r in desk.runs(scenario=context.scenario.id) if r.has_plan]
        called = {r.id: f"{local_time(r.submitted_at)} · {gap(r.indicators.get('gap_gross'))}" for r in runs}
        _choose(text("shell.run"), RUN, called, context.run.id if context.run else None)
    show_sign_out(text)


def _choose(label: str, key: str, options: dict[str, str], current: str | None) -> None:
    if not options:
        return
    keys: Sequence[str] = list(options)
    index = keys.index(current) if current in options else None
    chosen = st.selectbox(
        label, keys, index=index, format_func=lambda k: options.get(k, k), placeholder="—",
        key=f"choose-{key}-{current}-{len(keys)}",
    )  # fmt: skip
    if chosen and chosen != current:
        go_to(key, chosen)
        st.rerun()


def _lost(context: Context) -> None:
    """Say that the address names something that is not there, and offer the way back."""
    show_findings(context.lost, context.words)
    if st.button(context.words("shell.back"), type="primary"):
        st.query_params.clear()
        st.switch_page(VIEWS / "home.py")
    st.stop()


if __name__ == "__main__":
    show()
