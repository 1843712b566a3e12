"""
The planners' workbench: Streamlit pages that read state, call one service and draw frames.

shell (navigation, sign-in) → views → reading (cached services) → frames (run → tidy frames) → charts (frame → chart);
words in ``texts/*.toml``. Nothing here decides anything about a plan.
"""
