"""Who works, and what they may do: checked in every write, whatever the page shows."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from planner.findings import PlannerError, finding

Role = Literal["viewer", "planner", "land_bureau", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
ROLE_WORDS: dict[Role, tuple[str, str]] = {
    "viewer": ("查阅", "viewer"),
    "planner": ("规划编制", "planner"),
    "land_bureau": ("自然资源局", "land bureau"),
    "administrator": ("管理员", "administrator"),
}
"""Chinese and English names."""
LONGEST_NAME = 200
SYSTEM = "（系统）"
"""Who does what nobody has asked for: the queue starts, ends and recovers runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """
    A person at work.

    Parameters
    ----------
    name
        As it stands in the log; in an office the account, on one's own PC the account of the machine.
    roles
        What the person may do: ``viewer`` reads; ``planner`` edits counties, scenarios and runs; ``land_bureau`` edits
        the quota book; ``administrator`` everything, also importing, and unlocking what others have locked.
    """

    name: str
    roles: frozenset[Role]

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > LONGEST_NAME or self.roles - set(ROLES):
            raise ValueError(f"An actor has a name and roles of {ROLES}, not {sorted(self.roles)}.")

    @classmethod
    def local(cls) -> Actor:
        """Make the only user of one's own PC, with all roles."""
        try:
            name = getpass.getuser()
        except (OSError, ImportError, KeyError):  # a service account without a name
            name = "local"
        return cls(name=name, roles=frozenset(ROLES))

    @classmethod
    def signed_in(cls, name: str, roles: Iterable[str]) -> Actor:
        """Make somebody from what the sign-in service says; roles that are not ours are left out."""
        said = set(roles)
        return cls(name=name[:LONGEST_NAME], roles=frozenset(role for role in ROLES if role in said))

    def may(self, role: Role) -> bool:
        """Whether the person may do what ``role`` may; everybody with a role may read."""
        return role in self.roles or "administrator" in self.roles or (role == "viewer" and bool(self.roles))

    def require(self, role: Role) -> None:
        """
        Stop who may not.

        Raises
        ------
        PlannerError
            NOT_ALLOWED.
        """
        if not self.may(role):
            zh, en = ROLE_WORDS[role]
            raise PlannerError([finding("NOT_ALLOWED", params={"zh": zh, "en": en}, value=self.name)])
