"""What one scenario says otherwise than another, in the office's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.parameters import BY_KEY
from planner.policy.records import show
from planner.scenario import Scenario

if TYPE_CHECKING:
    from planner.county import County

FIELD_WORDS: dict[str, tuple[str, str]] = {
    "name": ("名称", "name"),
    "policy": ("政策包", "policy pack"),
    "deadline": ("入住期限", "move-in deadline"),
    "solver.time_limit": ("计算时限", "time limit"),
    "solver.gap": ("允许差距", "gap"),
    "solver.threads": ("处理器线程", "threads"),
    "solver.seed": ("随机种子", "seed"),
    "solver.work_limit": ("工作量上限", "work limit"),
    "solver.solver": ("求解器", "solver"),
    "solver.strategy": ("求解策略", "strategy"),
}
_UNITS = {"solver.time_limit": "秒", "solver.gap": "%"}
_PLACES = ("county", "layers")
"""Where files stand says nothing about what is asked."""
_STATES = {"free": "由方案决定", "forced": "必须启用", "off": "不启用"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """
    One thing that differs.

    Parameters
    ----------
    key
        Field, ``parameters.KEY``, ``sites.ID``, ``funds.ID.PERIOD`` or ``decisions.VILLAGE.SITE.DECISION``.
    zh, en
        What it is.
    unit
        Of both values, "" where they have none.
    before, after
        The values as the office writes them; "—" where nothing is said.
    """

    key: str
    zh: str
    en: str
    unit: str
    before: str
    after: str


def changes(before: Scenario, after: Scenario, county: County | None = None) -> tuple[Change, ...]:
    """
    Compare two scenarios.

    Parameters
    ----------
    before, after
        The two, for example the parent and what has been edited and not yet saved.
    county
        With it, a number that only one of them sets is compared with what county and pack say, and villages, sites and
        funds have their names.
    """
    return tuple(
        change
        for part in (_fields, _parameters, _sites, _funds, _decisions, _others)
        for change in part(before, after, county)
        if change.before != change.after
    )


def _fields(before: Scenario, after: Scenario, county: County | None) -> Iterator[Change]:
    for key in ("name", "policy"):
        yield _field(key, getattr(before, key), getattr(after, key))
    yield _field("deadline", _deadline(before, county), _deadline(after, county))
    old, new = asdict(before.solver), asdict(after.solver)
    for key in old:
        yield _field(f"solver.{key}", old[key], new[key])


def _deadline(scenario: Scenario, county: County | None) -> str | None:
    if scenario.deadline is not None or county is None:
        return scenario.deadline
    return f"按县情 {county.facts.get('move_in_deadline') or show(None)}"


def _field(key: str, before: Any, after: Any) -> Change:
    zh, en = FIELD_WORDS.get(key, (key, key))
    texts = [_value(key, value) for value in (before, after)]
    return Change(key=key, zh=zh, en=en, unit=_UNITS.get(key, ""), before=texts[0], after=texts[1])


def _value(key: str, value: Any) -> str:
    if key == "policy":
        return "按县情" if value is None else Path(value).name.removesuffix(".toml")
    if key in ("solver.time_limit", "solver.work_limit") and value is None:
        return show(None)
    if key == "solver.gap":
        return show(100 * value)
    return _shown(value)


def _parameters(before: Scenario, after: Scenario, county: County | None) -> Iterator[Change]:
    keys = [key for key in BY_KEY if before.overrides.get(key) != after.overrides.get(key)]
    keys += [k for k in BY_KEY if k not in keys and (k in before.overrides) != (k in after.overrides)]
    value = [_effective(scenario, county if keys else None) for scenario in (before, after)]
    for key in keys:
        parameter = BY_KEY[key]
        yield Change(
            key=f"parameters.{key}",
            zh=parameter.zh,
            en=key.replace(".", ": ").replace("_", " "),
            unit=parameter.unit,
            before=value[0](key),
            after=value[1](key),
        )


def _effective(scenario: Scenario, county: County | None) -> Callable[[str], str]:
    if county is None:
        return lambda key: show(scenario.overrides[key]) if key in scenario.overrides else "—"
    from planner.preparing import policy_in_force

    policy = policy_in_force(county, scenario)
    return lambda key: show(policy.entry(key).value)


def _sites(before: Scenario, after: Scenario, county: County | None) -> Iterator[Change]:
    names = _names(county, "sites")
    for site in dict.fromkeys((*before.sites, *after.sites)):
        texts = [_site(scenario, site) for scenario in (before, after)]
        zh, en = f"安置点 {names.get(site, site)}", f"site {names.get(site, site)}"
        yield Change(key=f"sites.{site}", zh=zh, en=en, unit="", before=texts[0], after=texts[1])


def _site(scenario: Scenario, site: str) -> str:
    choice = scenario.sites.get(site)
    if choice is None:
        return _STATES["free"]
    places = "" if choice.capacity_persons is None else f"，容纳 {choice.capacity_persons:,} 人"
    return _STATES[choice.state] + places


def _funds(before: Scenario, after: Scenario, county: County | None) -> Iterator[Change]:
    names = _names(county, "funds")
    amounts = [{(c.fund, c.period): c.amount for c in scenario.funds} for scenario in (before, after)]
    for fund, period in dict.fromkeys((*amounts[0], *amounts[1])):
        texts = ["按县数据" if (fund, period) not in amount else f"{amount[fund, period]:,.10g}" for amount in amounts]
        name = names.get(fund, fund)
        zh, en = f"资金 {name} {period}", f"fund {name} {period}"
        yield Change(key=f"funds.{fund}.{period}", zh=zh, en=en, unit="万元", before=texts[0], after=texts[1])


def _decisions(before: Scenario, after: Scenario, county: County | None) -> Iterator[Change]:
    villages, sites = _names(county, "villages"), _names(county, "sites")
    said = [{(d.village, d.site, d.decision): d.reason for d in scenario.decisions} for scenario in (before, after)]
    for village, site, word in dict.fromkeys((*said[0], *said[1])):
        key = (village, site, word)
        texts = ["—" if key not in one else f"{word}{f'（{one[key]}）' if one[key] else ''}" for one in said]
        pair = f"{villages.get(village, village)} → {sites.get(site, site)}"
        place = f"decisions.{village}.{site}.{word}"
        yield Change(
            key=place, zh=f"指定与禁止 {pair}", en=f"pin or ban {pair}", unit="", before=texts[0], after=texts[1]
        )


def _others(before: Scenario, after: Scenario, _county: County | None) -> Iterator[Change]:
    """Fields that came later than this page: by their own name, so that no change goes unseen."""
    known = {"name", "policy", "deadline", "solver", "overrides", "sites", "funds", "decisions", *_PLACES}
    for field in fields(Scenario):
        if field.name not in known:
            yield _field(field.name, getattr(before, field.name), getattr(after, field.name))


def _names(county: County | None, sheet: str) -> Mapping[str, str]:
    if county is None:
        return {}
    frame = getattr(county, sheet)
    return dict(zip(frame["id"], frame["name"], strict=True))


def _shown(value: Any) -> str:
    if value is None:
        return "—"
    if is_dataclass(value) and not isinstance(value, type):
        return show(asdict(value))
    if isinstance(value, tuple):
        return "；".join(_shown(one) for one in value) or "—"
    return show(value)
