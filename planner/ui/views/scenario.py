"""A scenario: what the office decides, in its words, with the difference from the parent and a check."""

import streamlit as st

from planner.findings import PlannerError
from planner.scenario import Scenario, check_scenario
from planner.store import ScenarioEntry
from planner.ui import reading
from planner.ui.context import SCENARIO, Context, go_to, here
from planner.ui.editors import edit
from planner.ui.numbers import local_time
from planner.ui.parts import findings_frame, show_empty, show_findings
from planner.ui.shell import VIEWS


def show() -> None:
    """Show the page."""
    context = here()
    text = context.words
    st.title(text("scenario.title"))
    if context.county is None:
        show_empty(text("scenario.no_county"), text, "data")
    elif context.the_county.has_errors:
        show_empty(text("scenario.county_wrong"), text, "data")
    elif context.scenario is None:
        _create(context)
    else:
        _head(context)
        _work(context)


def _create(context: Context) -> None:
    text = context.words
    st.info(text("scenario.none"))
    name = st.text_input(text("scenario.name"), value=text("scenario.first_name"), max_chars=60)
    if st.button(text("scenario.create"), type="primary", disabled=not context.is_planner):
        go_to(SCENARIO, context.desk.create(name, context.the_county.fingerprint).id)
        st.rerun()


def _head(context: Context) -> None:
    """Name and state, and what can be done with the scenario as a whole."""
    text, entry, desk = context.words, context.the_scenario, context.desk
    st.subheader(entry.name + (" 🔒" if entry.locked else ""))
    st.caption(text("scenario.changed").format(entry.version, local_time(entry.changed_at), entry.changed_by))
    if entry.locked:
        st.info(text("scenario.locked").format(entry.locked_by))
    columns = st.columns(4)
    with columns[0].popover(text("scenario.copy"), icon=":material/content_copy:", disabled=not context.is_planner):
        name = st.text_input(text("scenario.name"), value=text("scenario.copy_name").format(entry.name), max_chars=60)
        if st.button(text("scenario.do_copy"), type="primary"):
            _moved(desk.clone(entry.id, name).id)
    with columns[1].popover(text("scenario.rename"), icon=":material/edit:", disabled=not context.is_planner):
        name = st.text_input(text("scenario.new_name"), value=entry.name, max_chars=60)
        if st.button(text("scenario.do_rename")):
            _moved(desk.rename(entry.id, name).id)
    lock = (text("scenario.unlock"), desk.unlock) if entry.locked else (text("scenario.lock"), desk.lock)
    if columns[2].button(lock[0], icon=":material/lock:", disabled=not context.is_planner):
        _moved(lock[1](entry.id).id)
    if columns[3].button(text("scenario.archive"), icon=":material/archive:", disabled=not context.is_planner):
        desk.archive(entry.id)
        _moved("")
    archived = [s for s in desk.scenarios(entry.county, archived=True) if s.archived]
    if archived:
        with st.expander(text("scenario.archived").format(len(archived))):
            for one in archived:
                if st.button(f"{text('scenario.restore')} {one.name}", key=f"restore-{one.id}"):
                    _moved(desk.restore(one.id).id)


def _moved(scenario: str) -> None:
    """Go on with a scenario as it is now stored."""
    _forget(scenario)
    go_to(SCENARIO, scenario)
    st.rerun()


def _opened(context: Context) -> ScenarioEntry:
    """Give the scenario as this session has opened it, whatever others have saved since."""
    return st.session_state.setdefault(f"opened-{context.the_scenario.id}", context.the_scenario)


def _work(context: Context) -> None:
    text = context.words
    entry = _opened(context)
    if context.the_scenario.version > entry.version:
        who, when = context.the_scenario.changed_by, local_time(context.the_scenario.changed_at)
        st.warning(text("scenario.meanwhile").format(who, when))
    county = reading.county(context.desk, entry.county)
    try:
        draft = edit(county, entry, st.session_state.get(f"round-{entry.id}", 0), text)
    except PlannerError as error:
        show_findings(error.findings, text)
        return
    st.divider()
    left, right = st.columns([3, 2], gap="large")
    with left:
        _difference(context, draft)
    with right:
        _save(context, draft)
        _check(context, draft)


def _difference(context: Context, draft: Scenario) -> None:
    """What is not saved yet, then what differs from the parent."""
    from planner.store.difference import changes

    text, entry = context.words, _opened(context)
    county = reading.county(context.desk, entry.county)
    compared = [(text("scenario.unsaved"), entry.scenario)]
    if entry.parent:
        parent = context.desk.scenario(entry.parent)
        compared.append((text("scenario.from_parent").format(parent.name), parent.scenario.replace(name=draft.name)))
    else:
        compared.append((text("scenario.from_county"), Scenario(name=draft.name, solver=draft.solver)))
    for title, before in compared:
        found = changes(before, draft, county)
        st.markdown(f"**{title}**（{len(found)}）")
        if found:
            heads = [text(f"scenario.{key}") for key in ("what", "before", "after", "unit")]
            rows = [(text.choose(c.zh, c.en), c.before, c.after, text.unit(c.unit)) for c in found]
            st.dataframe([dict(zip(heads, row, strict=True)) for row in rows], hide_index=True, width="stretch")


def _save(context: Context, draft: Scenario) -> None:
    """Save under the version that was read: what somebody else saved meanwhile is never overwritten."""
    text, entry = context.words, _opened(context)
    unsaved = draft != entry.scenario
    if st.button(
        text("scenario.save"), type="primary", icon=":material/save:", width="stretch",
        disabled=not (unsaved and context.is_planner) or context.the_scenario.locked,
    ):  # fmt: skip
        try:
            context.desk.save(entry.id, draft, entry.version)
        except PlannerError as error:
            show_findings(error.findings, text)
            st.button(text("scenario.reload"), on_click=_forget, args=(entry.id,))
            return
        _forget(entry.id)
        st.rerun()
    if unsaved or context.the_scenario.version > entry.version:
        st.button(text("scenario.undo"), on_click=_forget, args=(entry.id,), icon=":material/undo:", width="stretch")


def _forget(scenario: str) -> None:
    """Begin again from what is stored."""
    st.session_state.pop(f"opened-{scenario}", None)
    st.session_state[f"round-{scenario}"] = st.session_state.get(f"round-{scenario}", 0) + 1


def _check(context: Context, draft: Scenario) -> None:
    """What is obviously impossible, before anything is solved."""
    from planner.preparing import prepare

    text = context.words
    if not st.button(text("scenario.check"), icon=":material/fact_check:", width="stretch"):
        st.page_link(VIEWS / "solve.py", label=text("scenario.to_solve"), icon=":material/arrow_forward:")
        return
    county = reading.county(context.desk, context.the_scenario.county)
    with st.spinner(text("scenario.checking")):
        try:
            findings = [*check_scenario(draft, county), *prepare(county, draft).findings]
        except PlannerError as error:
            findings = list(error.findings)
    serious = [f for f in findings if f.severity != "note"]
    if not serious:
        st.success(text("scenario.sound"))
    show_findings(serious[:4], text)
    if len(findings) > len(serious[:4]):
        st.dataframe(findings_frame(findings, text), hide_index=True, width="stretch")


show()
