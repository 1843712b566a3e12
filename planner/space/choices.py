"""What the candidates ask of a policy and a scenario; both packages are peers that ``space`` does not import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class PolicyNumbers(Protocol):
    """What is asked of a policy; :class:`planner.policy.Policy` has it."""

    def number(self, key: str) -> float:
        """Return a number."""

    def optional(self, key: str) -> float | None:
        """Return a number, ``None`` for "not limited"."""


class PairDecision(Protocol):
    """A pair that the office has decided on."""

    @property
    def village(self) -> str:
        """村编号."""

    @property
    def site(self) -> str:
        """安置点编号."""

    @property
    def decision(self) -> str:
        """指定 or 禁止."""


class SiteWord(Protocol):
    """What the office has decided about a site."""

    @property
    def state(self) -> str:
        """``free``, ``forced`` or ``off``."""

    @property
    def capacity_persons(self) -> int | None:
        """Places instead of the workbook's."""


class Choices(Protocol):
    """What is asked of a scenario; :class:`planner.scenario.Scenario` has it."""

    @property
    def decisions(self) -> Sequence[PairDecision]:
        """Pins and bans besides the workbook's."""

    @property
    def sites(self) -> Mapping[str, SiteWord]:
        """Choices by site id."""
