"""Ways to spoil a valid plan, each with the code by which the audit must reject it."""

from __future__ import annotations

from tests.planner.auditing.spoilt_land import LAND, MONEY
from tests.planner.auditing.spoilt_people import PEOPLE, PLACES
from tests.planner.auditing.spoilt_rows import STRUCTURE

MUTATIONS = STRUCTURE + PEOPLE + PLACES + LAND + MONEY
"""All of them."""
