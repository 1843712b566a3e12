"""Who may do what: checked at every write, on every desk."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.findings import PlannerError
from planner.scenario import Scenario
from planner.store import ROLES, Actor, Desk, Role, Upload, Workspace

WRITES: dict[str, tuple[Callable[[Desk, str, str, str, Path], object], Role]] = {
    "add_county": (lambda d, c, s, r, p: d.add_county(Upload(name="a.xlsx", content=b"x")), "planner"),
    "add_pack": (lambda d, c, s, r, p: d.add_pack([Upload(name="a.toml", content=b"")]), "planner"),
    "create": (lambda d, c, s, r, p: d.create("新", c), "planner"),
    "clone": (lambda d, c, s, r, p: d.clone(s, "新"), "planner"),
    "save": (lambda d, c, s, r, p: d.save(s, Scenario(), 1), "planner"),
    "rename": (lambda d, c, s, r, p: d.rename(s, "新"), "planner"),
    "annotate": (lambda d, c, s, r, p: d.annotate(s, "新"), "planner"),
    "lock": (lambda d, c, s, r, p: d.lock(s), "planner"),
    "unlock": (lambda d, c, s, r, p: d.unlock(s), "planner"),
    "archive": (lambda d, c, s, r, p: d.archive(s), "planner"),
    "restore": (lambda d, c, s, r, p: d.restore(s), "planner"),
    "submit": (lambda d, c, s, r, p: d.submit(s), "planner"),
    "submit_sweep": (lambda d, c, s, r, p: d.submit_sweep(s, {"deadline": ["2019Q1"]}), "planner"),
    "repeat": (lambda d, c, s, r, p: d.repeat(r), "planner"),
    "cancel": (lambda d, c, s, r, p: d.cancel(r), "planner"),
    "remove": (lambda d, c, s, r, p: d.remove(r), "planner"),
    "export_scenario": (lambda d, c, s, r, p: d.export_scenario(s, p), "planner"),
    "export_workspace": (lambda d, c, s, r, p: d.export_workspace(p), "planner"),
    "import_file": (lambda d, c, s, r, p: d.import_file(p), "administrator"),
}
READS = {
    "counties",
    "county_entry",
    "county",
    "county_file",
    "layers_file",
    "scenarios",
    "scenario",
    "difference",
    "runs",
    "run",
    "load",
    "folder",
    "progress",
    "policy_text",
    "sweeps",
    "sweep",
    "sweep_frame",
    "log",
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Roles are checked before any database is asked, so one kind will do."""
    return tmp_path / "test.sqlite"


def test_every_method_of_a_desk_is_a_read_or_a_checked_write() -> None:
    methods = {name for name, _ in inspect.getmembers(Desk, inspect.isfunction) if not name.startswith("_")}
    assert methods == WRITES.keys() | READS


REFUSED = [(write, role) for write, (_, needed) in WRITES.items() for role in ROLES[:-1] if role != needed]


@pytest.mark.parametrize(("write", "role"), REFUSED)
def test_writes_are_refused_to_who_may_not(
    workspace: Workspace, desk, county, tmp_path, write: str, role: Role
) -> None:
    scenario = desk.create("基准", county.fingerprint).id
    run = desk.submit(scenario).id
    before = desk.log()
    other = workspace.desk(Actor(name="赵", roles=frozenset({role})))
    with pytest.raises(PlannerError) as caught:
        WRITES[write][0](other, county.fingerprint, scenario, run, tmp_path / "x.zip")
    assert caught.value.findings[0].code == "NOT_ALLOWED"
    assert desk.log() == before
    assert not (tmp_path / "x.zip").exists()


def test_nobody_without_a_role_gets_a_desk(workspace: Workspace) -> None:
    with pytest.raises(PlannerError) as caught:
        workspace.desk(Actor(name="路人", roles=frozenset()))
    assert caught.value.findings[0].code == "NOT_ALLOWED"


def test_the_user_of_a_pc_may_do_everything() -> None:
    actor = Actor.local()
    assert all(actor.may(role) for role in ("viewer", "planner", "land_bureau", "administrator"))
    assert actor.name


def test_unknown_roles_of_a_sign_in_service_count_for_nothing() -> None:
    assert Actor.signed_in("甲", ["planner", "root", "land_bureau"]).roles == {"planner", "land_bureau"}
    assert not Actor.signed_in("甲", ["root"]).may("viewer")
    assert Actor.signed_in("甲", ["land_bureau"]).may("viewer")
    assert not Actor.signed_in("甲", ["land_bureau"]).may("planner")
    assert Actor.signed_in("甲", ["administrator"]).may("land_bureau")


def test_an_actor_has_a_name_and_known_roles() -> None:
    with pytest.raises(ValueError, match="name"):
        Actor(name=" ", roles=frozenset({"viewer"}))
    assert len(Actor.signed_in("甲" * 500, ["viewer"]).name) == 200  # what the tables can hold
    with pytest.raises(ValueError, match="roles"):
        Actor(name="甲", roles=frozenset({"king"}))  # type: ignore[arg-type]
