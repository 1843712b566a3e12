"""The planners' workbench, for ``streamlit run app.py``; ``planner app`` starts the same pages."""

from planner.ui.shell import show

show()
