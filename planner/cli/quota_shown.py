"""What the commands of the quota book show: balances, lots, what falls due, verdicts, overlaps, traces."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

from planner.cli.quota_work import day, opened
from planner.cli.screen import Screen
from planner.document import FORMAT, findings_document
from planner.quota.accounts import CHART, Code
from planner.quota.amounts import mu, show_mu, show_yuan, yuan
from planner.quota.balances import balances, lot_states

MANY = 1
"""Lines alike in a trace that the screen shows one by one; the document has them all."""


def show_balance(screen: Screen, place: str, at: str | None) -> None:
    """Balances of a day."""
    with opened(place) as book:
        found = balances(book, day(at))
        county = book.rules.county
    rows = [
        {
            "code": one.account.code.value, "account": screen.words(one.account.zh, one.account.en),
            "product": one.product, "land_class": one.land_class,
            "amount": mu(one.amount) if one.account.unit == "mu" else yuan(one.amount),
            "unit": screen.words("亩", "mu") if one.account.unit == "mu" else screen.words("元", "yuan"),
            "shown": show_mu(one.amount) if one.account.unit == "mu" else show_yuan(one.amount),
        }
        for one in found
    ]  # fmt: skip
    plain = [{k: v for k, v in row.items() if k != "shown"} for row in rows]
    screen.document({"format": FORMAT, "status": "ok", "at": at, "balances": plain})
    heads = (("account", "科目"), ("product", "产品"), ("land_class", "地类"), ("shown", "余额"), ("unit", "单位"))
    title = screen.words(f"{county}指标台账余额 {at or ''}", f"Balances {at or ''}")
    screen.table(title, [(k, screen.words(zh, k)) for k, zh in heads], rows, right="shown")


def show_lots(screen: Screen, place: str, at: str | None) -> None:
    """Lots of a day."""
    with opened(place) as book:
        states = lot_states(book, day(at))
    rows = [
        {
            "lot": s.lot.id, "project": s.lot.project, "village": s.lot.village_name or s.lot.village,
            "product": s.lot.product, "land_class": s.lot.land_class,
            "status": screen.words(CHART[s.status].zh, CHART[s.status].en), "planned": mu(s.lot.planned),
            "accepted": mu(s.accepted), "stock": mu(s.at(Code.STOCK)), "used": mu(s.at(Code.USED)),
            "sold": mu(s.at(Code.SOLD)), "advanced": mu(s.at(Code.ADVANCED)),
        }
        for s in states
    ]  # fmt: skip
    screen.document({"format": FORMAT, "status": "ok", "at": at, "lots": rows})
    heads = (("lot", "地块"), ("project", "项目区"), ("village", "村"), ("product", "产品"), ("land_class", "地类"),
             ("status", "状态"), ("planned", "计划 亩"), ("accepted", "验收 亩"), ("stock", "结余 亩"),
             ("used", "自用 亩"), ("sold", "已售 亩"), ("advanced", "周转占用 亩"))  # fmt: skip
    screen.table(screen.words("地块清单", "Lots"), [(k, screen.words(zh, k)) for k, zh in heads], rows)


def show_alerts(screen: Screen, place: str, at: str | None, within: int) -> None:
    """What falls due."""
    from planner.quota.alerts import alerts

    with opened(place) as book:
        found = alerts(book, None if at is None else day(at), within)
    rows = [
        {"urgency": one.urgency.value, "due": one.due.isoformat(), "days": one.days,
         "text": screen.words(one.zh, one.en), "code": one.code, "subject": one.subject}
        for one in found
    ]  # fmt: skip
    screen.document({"format": FORMAT, "status": "ok", "at": at, "alerts": rows})
    heads = (("urgency", "紧急程度"), ("due", "到期日"), ("days", "剩余天数"), ("text", "事项"))
    screen.table(screen.words("到期提醒", "Due"), [(k, screen.words(zh, k)) for k, zh in heads], rows)


def verify_book(screen: Screen, place: str, expect: str) -> bool:
    """Recompute a book."""
    from planner.quota.verifying import verify

    with opened(place) as book:
        verdict = verify(book, expect)
    status = "ok" if verdict.is_sound else "error"
    first = next((one.row for one in verdict.findings if one.row is not None), None)
    screen.document(
        {"format": FORMAT, "status": status, "entries": verdict.entries, "head": verdict.head, "first_bad": first,
         "findings": findings_document(verdict.findings)}
    )  # fmt: skip
    if verdict.is_sound:
        screen.say(
            screen.words(
                f"账实相符：{verdict.entries} 条分录，末笔哈希 {verdict.head}（请抄存备查）",
                f"sound: {verdict.entries} entries, hash of the last {verdict.head} (write it down)",
            )
        )
    else:
        screen.findings(verdict.findings)
    return verdict.is_sound


def show_overlaps(screen: Screen, place: str, layers: Path | None, out: Path | None) -> bool:
    """Overlaps of outlines."""
    from planner.quota.overlapping import overlaps, write_map

    with opened(place) as book:
        found = overlaps(book, layers)
    if out is not None:
        write_map(found, out)
    rows = [{"lot": o.lot, "other": o.other, "layer": o.layer or "地块", "mu": mu(o.units)} for o in found]
    screen.document({"format": FORMAT, "status": "error" if rows else "ok", "overlaps": rows})
    heads = (("lot", "地块"), ("layer", "对照"), ("other", "重叠对象"), ("mu", "重叠 亩"))
    screen.table(screen.words("图斑重叠", "Overlaps"), [(k, screen.words(zh, k)) for k, zh in heads], rows)
    return not rows


def show_trace(screen: Screen, place: str, asked: str) -> None:
    """Follow an id."""
    from planner.quota.tracing import trace

    with opened(place) as book:
        links = trace(book, asked)
    rows = [
        {"layer": one.layer.value, "id": one.id, "text": one.text, "date": one.date.isoformat() if one.date else None,
         "amount": None if not one.amount else mu(one.amount) if one.unit == "mu" else yuan(one.amount),
         "unit": {"mu": "亩", "fen": "元"}.get(one.unit, "") if one.amount else "", "document": one.document}
        for one in links
    ]  # fmt: skip
    screen.document({"format": FORMAT, "status": "ok", "asked": asked, "links": rows})
    shown = _folded([row | {"amount": _amount(one)} for row, one in zip(rows, links, strict=True)])
    heads = (("layer", "环节"), ("id", "编号"), ("text", "内容"), ("date", "日期"), ("amount", "数量"),
             ("unit", "单位"), ("document", "文号"))  # fmt: skip
    screen.table(f"{asked}", [(k, screen.words(zh, k)) for k, zh in heads], shown, right="amount")


def _folded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Households or plots of one lot in one line, where there are many."""
    folded: list[dict[str, Any]] = []
    for (layer, _), group in groupby(rows, key=lambda row: (row["layer"], row["text"])):
        alike = list(group)
        if len(alike) > MANY and layer in ("户", "旧图斑"):
            folded.append(alike[0] | {"id": f"{alike[0]['id']} … {alike[-1]['id']}", "amount": str(len(alike)),
                                      "unit": "户" if layer == "户" else "块"})  # fmt: skip
        else:
            folded += alike
    return folded


def _amount(link: Any) -> str:
    if not link.amount:
        return ""
    return show_mu(link.amount) if link.unit == "mu" else show_yuan(link.amount)
