"""A plan: the answer first; then where, when, how much, why, and what a change would do."""

import streamlit as st

from planner.explain.sections import plan_of
from planner.ui import reading
from planner.ui.cards import show_card
from planner.ui.charts.accounts import draw_left, draw_payments, draw_quota, draw_receipts
from planner.ui.charts.maps import PICKED, draw_map
from planner.ui.charts.sites import draw_use
from planner.ui.charts.times import draw_persons_in, draw_sites, draw_villages
from planner.ui.context import Context, here
from planner.ui.papers import show_papers
from planner.ui.parts import findings_frame, show_empty, show_figures, show_findings, show_section

TABS = ("map", "time", "money", "sites", "limits", "audit", "papers")
MOST_VILLAGES = 60
_BOXES = {"good": st.success, "short": st.warning, "bad": st.error, "quiet": st.info}


def show() -> None:
    """Show the page."""
    context = here()
    text = context.words
    st.title(text("plan.title"))
    if context.scenario is None:
        show_empty(text("plan.no_scenario"), text, "scenario")
    elif context.run is None or not context.the_run.has_plan:
        if context.run is not None:
            show_findings(context.the_run.why, text)
        show_empty(text("plan.no_run"), text, "solve")
    else:
        _answer(context)
        view = st.segmented_control(
            text("plan.views"), TABS, default="map", key="view", format_func=lambda v: text(f"plan.view_{v}"),
            label_visibility="collapsed",
        )  # fmt: skip
        _SHOW[view or "map"](context)


def _answer(context: Context) -> None:
    """What it comes to, before anything else."""
    from planner.reports.answer import audit_words, quality, verdict
    from planner.reports.words import Words as ReportWords

    text = context.words
    run = reading.run(context.desk, context.the_run.id)
    said, plan = ReportWords(text.language), plan_of(run)
    sentence, tone = verdict(run, plan, said)
    _BOXES[tone](f"**{sentence}**")
    show_figures(run.kpis, text)
    st.caption(f"{quality(run, said)}  \n{audit_words(run, said)}")
    if plan.missing:
        from planner.explain import explain_shortfalls

        with st.expander(text("plan.short"), expanded=True):
            show_section(explain_shortfalls(run)[0], text)


def _map(context: Context) -> None:
    st.fragment(_map_and_card)(context)


def _map_and_card(context: Context) -> None:
    """Only this part runs again when somebody clicks on the map."""
    text, run = context.words, context.the_run
    places = reading.run_places(context.desk, run.id, run.county)
    names = {row.pick: f"{row.name}（{row.township}）" for row in places.villages.itertuples()}
    names |= {row.site: f"▣ {row.name}" for row in places.sites.itertuples()}
    subject, mounted = f"subject-{run.id}", f"mounted-{run.id}"
    if st.session_state.get(subject) not in names:
        st.session_state[subject] = None
    left, right = st.columns([3, 2], gap="medium")
    with right:
        st.selectbox(
            text("plan.subject"), list(names), format_func=names.__getitem__, key=subject, index=None,
            placeholder=text("plan.subject_example"), on_change=_remount, args=(subject, mounted),
        )  # fmt: skip
        if chosen := st.session_state[subject]:
            show_card(context, chosen)
        else:
            st.caption(text("map.reading"))
    shown = st.session_state.get(mounted, "")
    chart = f"map-{run.id}-{shown}-{text.language}"
    left.altair_chart(
        draw_map(places, text, width=600, chosen=shown), theme=None, width="content", key=chart,
        selection_mode=[PICKED], on_select=lambda: _clicked(chart, subject),
    )  # fmt: skip


def _remount(subject: str, mounted: str) -> None:
    """What was chosen from the list is highlighted on a new map."""
    st.session_state[mounted] = st.session_state[subject] or ""


def _clicked(chart: str, subject: str) -> None:
    """Take up what was clicked; a click beside everything shows nothing."""
    found = st.session_state[chart].selection.get(PICKED) or ()
    st.session_state[subject] = next((one["subject"] for one in found if "subject" in one), None)


def _time(context: Context) -> None:
    text, run = context.words, context.the_run
    frames, labels = reading.run_times(context.desk, run.id), reading.labels(context.desk, run.id)
    st.markdown(f"**{text('plan.sites_when')}**")
    st.caption(text("plan.sites_when_note"))
    st.altair_chart(draw_sites(frames["sites"], frames["deadlines"], labels, text), theme=None)
    st.markdown(f"**{text('plan.persons_in')}**")
    st.altair_chart(draw_persons_in(frames["persons"], text), theme=None)
    st.markdown(f"**{text('plan.villages_when')}**")
    villages = frames["villages"]
    left, right = st.columns(2)
    townships = left.multiselect(
        text("plan.township"), sorted(villages["township"].unique()), placeholder=text("plan.all")
    )
    sites = right.multiselect(text("plan.site"), sorted(villages["site_name"].unique()), placeholder=text("plan.all"))
    if townships:
        villages = villages[villages["township"].isin(townships)]
    if sites:
        villages = villages[villages["site_name"].isin(sites)]
    listed = list(dict.fromkeys(villages.sort_values("begin")["village"]))
    if len(listed) > MOST_VILLAGES:
        st.caption(text("plan.first_villages").format(MOST_VILLAGES, len(listed)))
    shown = villages[villages["village"].isin(listed[:MOST_VILLAGES])]
    st.altair_chart(draw_villages(shown, labels, text), theme=None)


def _money(context: Context) -> None:
    text, run = context.words, context.the_run
    frames, labels = reading.run_accounts(context.desk, run.id), reading.labels(context.desk, run.id)
    left, right = st.columns(2, gap="medium")
    left.markdown(f"**{text('plan.receipts')}**")
    left.altair_chart(draw_receipts(frames["funds"], labels, text), theme=None)
    right.markdown(f"**{text('plan.payments')}**")
    right.altair_chart(draw_payments(frames["uses"], labels, text), theme=None)
    st.markdown(f"**{text('plan.left')}**")
    st.altair_chart(draw_left(frames["left"], labels, text), theme=None)
    st.markdown(f"**{text('plan.quota')}**")
    st.caption(text("plan.quota_note"))
    st.altair_chart(draw_quota(frames["flows"], frames["stock"], labels, text), theme=None)


def _sites(context: Context) -> None:
    text = context.words
    st.caption(text("plan.use_note"))
    st.altair_chart(draw_use(reading.site_use(context.desk, context.the_run.id), text), theme=None, width="content")


def _limits(context: Context) -> None:
    from planner.explain import explain_limits

    text = context.words
    run = reading.run(context.desk, context.the_run.id)
    st.caption(text("plan.limits_note"))
    show_section(explain_limits(run)[0], text)
    if st.button(text("plan.prices"), icon=":material/calculate:", help=text("plan.prices_help")):
        with st.spinner(text("plan.pricing")):
            for section in reading.prices(context.desk, context.the_run.id, text.language):
                show_section(section, text)


def _audit(context: Context) -> None:
    text = context.words
    run = reading.run(context.desk, context.the_run.id)
    errors = sum(f.is_error for f in run.findings)
    (st.error if errors else st.success)(text("plan.audit_bad" if errors else "plan.audit_good").format(errors))
    st.dataframe(findings_frame(run.findings, text), hide_index=True, width="stretch")
    with st.expander(text("plan.made_from")):
        st.json({"inputs": dict(run.inputs), "fingerprints": dict(run.fingerprints), "versions": dict(run.versions)})


_SHOW = {"map": _map, "time": _time, "money": _money, "sites": _sites, "limits": _limits, "audit": _audit,
         "papers": show_papers}  # fmt: skip

show()
