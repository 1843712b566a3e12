"""The papers of a book as of a day: ledger, trade notices with annexes, income by fund, returns, what falls due."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from planner.quota.accounts import CHART, Code, parts
from planner.quota.alerts import alerts
from planner.quota.amounts import mu, show_mu, show_yuan, yuan
from planner.quota.balances import LotState, account_balances, lot_states
from planner.quota.documents.moment import Moment, live_entries
from planner.quota.documents.notices import notices
from planner.quota.documents.papers import Cell, Grid, Head, Paper, in_mu, in_yuan
from planner.quota.records import Kind
from planner.quota.working import advance_entries, advances_of

PADDY = "水田"
_GONE = (Code.USED, Code.RETURNED, Code.SOLD)


def all_papers(at: Moment) -> list[Paper]:
    """Every paper, in the order of the workbook."""
    return [ledger(at), *notices(at), income(at), returns(at), due(at)]


def ledger(at: Moment) -> Paper:
    """指标台账: a row a lot; area, paddy, capacity; planned, accepted, used before, this time, remaining."""
    now = lot_states(at.book, at.day)
    before = {state.lot.id: state for state in lot_states(at.book, at.since)} if at.since > dt.date.min else {}
    heads = (
        Head(zh="序号", look="whole"), Head(zh="地块编号"), Head(zh="项目区"), Head(zh="批次"), Head(zh="村"),
        Head(zh="产品"), Head(zh="地类"), in_mu("计划面积"),
        in_mu("验收面积"), in_mu("其中水田"),
        Head(zh="产能（公斤）", look="whole", total=True), in_mu("期前已用"),
        in_mu("本次使用"), in_mu("剩余指标"),
        in_mu("周转占用"), Head(zh="状态"),
    )  # fmt: skip
    rows = [_ledger_row(n, state, before.get(state.lot.id)) for n, state in enumerate(now, start=1)]
    stock = sum(state.at(Code.STOCK) for state in now)
    spent = sum(_gone(state) for state in now) - sum(_gone(state) for state in before.values())
    period = f"{at.since + dt.timedelta(days=1)} 起" if before else "建账以来"
    answer = f"剩余指标 {show_mu(stock)} 亩，{period}使用 {show_mu(spent)} 亩，地块 {len(now)} 个。"
    return Paper(key="指标台账", title=f"{at.county}建设用地指标台账", lines=(answer, at.stamp),
                 grids=(Grid(title="", heads=heads, rows=rows),),
                 signed=("经办人", "审核人", "单位（盖章）"))  # fmt: skip


def _ledger_row(number: int, state: LotState, before: LotState | None) -> list[Cell]:
    lot = state.lot
    accepted, used = state.accepted, _gone(state)
    earlier = _gone(before) if before else 0
    paddy = accepted if lot.land_class == PADDY else 0
    return [
        number, lot.id, lot.project, lot.batch, lot.village_name or lot.village, lot.product, lot.land_class,
        mu(lot.planned), mu(accepted), mu(paddy), lot.grain_kg, mu(earlier), mu(used - earlier),
        mu(state.at(Code.STOCK)), mu(state.at(Code.ADVANCED)), CHART[state.status].zh,
    ]  # fmt: skip


def _gone(state: LotState) -> int:
    return sum(state.at(code) for code in _GONE)


def income(at: Moment) -> Paper:
    """指标收入资金表: by fund what came in, what was spent on which use, and what is left."""
    received: dict[str, int] = defaultdict(int)
    spent: dict[tuple[str, str], int] = defaultdict(int)
    for entry in live_entries(at, Kind.RECEIVED):
        received[parts(entry.debit)[2]] += entry.amount
    for entry in live_entries(at, Kind.SPENT):
        spent[parts(entry.credit)[2], parts(entry.debit)[2]] += entry.amount
    funds = account_balances(at.book, Code.FUND, at.day)
    owed = sum(account_balances(at.book, Code.RECEIVABLE, at.day).values())
    names = sorted({*received, *(fund for fund, _ in spent), *funds})
    rows: list[list[Cell]] = [
        [fund, yuan(received[fund]), yuan(sum(v for (f, _), v in spent.items() if f == fund)), yuan(funds.get(fund, 0))]
        for fund in names
    ]
    heads = (Head(zh="资金账户"), in_yuan("到账"), in_yuan("支出"), in_yuan("余额"))
    uses = (Head(zh="资金账户"), Head(zh="用途"), in_yuan("支出"))
    used: list[list[Cell]] = [[fund, use, yuan(fen)] for (fund, use), fen in sorted(spent.items())]
    lines = (
        f"到账 {show_yuan(sum(received.values()))} 元，支出 {show_yuan(sum(spent.values()))} 元，"
        f"余额 {show_yuan(sum(funds.values()))} 元；合同款未到账 {show_yuan(owed)} 元。",
        at.stamp,
    )
    return Paper(key="指标收入资金表", title=f"{at.county}指标收入资金表", lines=lines, wide=False,
                 grids=(Grid(title="分账户", heads=heads, rows=rows), Grid(title="分用途", heads=uses, rows=used)),
                 signed=("财务", "审核人"))  # fmt: skip


def returns(at: Moment) -> Paper:
    """周转指标归还清单: what was returned, and what is open until when."""
    rows: list[list[Cell]] = []
    for entry in live_entries(at, Kind.RETURNED):
        if parts(entry.debit)[0] is Code.RETURNED:
            _, lot, site = parts(entry.debit)
            rows.append([entry.date.isoformat(), site, lot, mu(entry.amount), entry.document])
    with at.book.reading() as session:
        entries = advance_entries(session, at.day)
    open_now = sorted(advances_of(entries, at.book.rules.turnover_months), key=lambda one: one.due)
    still: list[list[Cell]] = [
        [one.party, one.lot, one.since.isoformat(), one.due.isoformat(), mu(one.open)] for one in open_now
    ]
    done = (Head(zh="归还日期"), Head(zh="用地"), Head(zh="归还地块"), in_mu("归还面积"),
            Head(zh="文号"))  # fmt: skip
    left = (Head(zh="用地"), Head(zh="地块"), Head(zh="借用日期"), Head(zh="到期日"),
            in_mu("未还面积"))  # fmt: skip
    owed = sum(one.open for one in open_now)
    answer = f"已归还 {len(rows)} 笔；未还 {show_mu(owed)} 亩" + (
        f"，最早 {open_now[0].due} 到期。" if open_now else "。"
    )
    return Paper(key="周转指标归还清单", title=f"{at.county}周转指标归还清单", lines=(answer, at.stamp), wide=False,
                 grids=(Grid(title="已归还", heads=done, rows=rows), Grid(title="未归还", heads=left, rows=still)),
                 signed=("经办人", "审核人"))  # fmt: skip


def due(at: Moment) -> Paper:
    """到期提醒: what is overdue or falls due within 90 days."""
    found = alerts(at.book, at.day)
    rows: list[list[Cell]] = [[one.urgency.value, one.due.isoformat(), one.days, one.zh] for one in found]
    late = sum(one.days < 0 for one in found)
    heads = (Head(zh="紧急程度"), Head(zh="到期日"), Head(zh="剩余天数", look="whole"), Head(zh="事项"))
    return Paper(key="到期提醒", title=f"{at.county}指标到期提醒", wide=False,
                 lines=(f"已逾期 {late} 项，90 天内到期 {len(found) - late} 项。", at.stamp),
                 grids=(Grid(title="", heads=heads, rows=rows),))  # fmt: skip
