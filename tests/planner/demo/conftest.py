from __future__ import annotations

import pytest

from planner.demo.county import MadeUp, make_county
from planner.demo.profile import Profile, read_profile


@pytest.fixture(scope="package")
def profiles() -> dict[str, Profile]:
    """Profiles of both demonstration counties."""
    return {name: read_profile(name) for name in ("kelan", "xingxian")}


@pytest.fixture(scope="package")
def made(profiles: dict[str, Profile]) -> dict[str, MadeUp]:
    """Both demonstration counties, made up once."""
    return {name: make_county(profile) for name, profile in profiles.items()}
