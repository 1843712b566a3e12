"""What sites offer and how much of it the plan uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.frames import site_loads
from planner.ui.frames.places import site_name

if TYPE_CHECKING:
    from planner.run import Run


def site_use(run: Run) -> pd.DataFrame:
    """
    Places, posts, school places and clinic capacity of each site in use.

    Returns
    -------
    DataFrame
        site, name, tier, what (容量, 岗位, 学位, 医疗容量), used, most (missing where not limited), share [%], persons.
    """
    assert run.plan is not None
    rows = []
    for site, load in zip(run.instance.sites, site_loads(run.instance, run.plan), strict=True):
        if load.usable_from is None:
            continue
        posts = load.posts + load.fallback_posts if site.job_rule else None
        for what, used, most in (
            ("容量", load.persons, load.capacity_persons),
            ("岗位", load.labour_households, posts),
            ("学位", load.pupils, load.school_places),
            ("医疗容量", load.persons, load.clinic_places),
        ):
            rows.append(
                {
                    "site": site.id, "name": site_name(site.name), "tier": site.tier, "what": what,
                    "used": used, "most": most, "share": 100 * used / most if most else None, "persons": load.persons,
                }
            )  # fmt: skip
    columns = pd.Index(["site", "name", "tier", "what", "used", "most", "share", "persons"])
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["persons", "site"], ascending=[False, True], ignore_index=True)
