"""Budget: which fund pays for what and when. Variables ``pay``, ``carry``, ``lapse``, ``received``, ``balance``."""

from __future__ import annotations

from collections import defaultdict

from models.families.channels import income_terms
from models.families.clearance import award_terms
from models.families.lags import cumulative, scaled
from models.families.movein import arrived_terms, moved_terms, moving_terms
from models.families.settlement import moves, unserved_load
from models.loads import Quantity, self_funding_cap, total
from models.program import Program, Terms
from models.vocabulary import FundKind, Use


def add_budget_variables(program: Program) -> None:
    """Payments by fund, permitted use and period; carried, lapsed and received money; loan balances."""
    instance = program.instance
    for f, fund in enumerate(instance.funds):
        for t in range(instance.periods):
            program.carry[f, t] = program.continuous("carry", f, t)
            for use in fund.uses:
                program.pay[f, use, t] = program.continuous("pay", f, use.name, t)
            if fund.life is not None:
                program.lapse[f, t] = program.continuous("lapse", f, t)
            if fund.kind in (FundKind.AWARD, FundKind.LOAN, FundKind.SELF):
                program.received[f, t] = program.continuous("received", f, t)
            if fund.kind is FundKind.LOAN:
                program.balance[f, t] = program.continuous("balance", f, t, up=instance.money.loan_limit)


def received_terms(program: Program, f: int, t: int) -> tuple[Terms, float]:
    """Money that comes into a fund in ``t`` [万元]: terms and constant."""
    fund = program.instance.funds[f]
    if fund.kind is FundKind.GRANT:
        return [], fund.inflow[t]
    if fund.channel is not None:
        return income_terms(program, fund.channel, t), 0.0
    return [(program.received[f, t], 1.0)], 0.0


def add_bonus_costs(program: Program) -> None:
    """Move-in bonus (入住奖励) per household in the period of its move; a transfer, paid as 奖补."""
    instance = program.instance
    for i, village in enumerate(instance.villages):
        if not moves(village):
            continue
        for t, bonus in enumerate(instance.money.bonus):
            if bonus:
                terms = _households_moving(program, i, t)
                program.add_cost("", Use.AWARD, village.id, t, scaled(terms, bonus))


def _households_moving(program: Program, i: int, t: int) -> Terms:
    village = program.instance.villages[i]
    before = arrived_terms(program, Quantity.HOUSEHOLDS, i, t - 1) if t else []
    centralised = arrived_terms(program, Quantity.HOUSEHOLDS, i, t) + scaled(before, -1.0)
    scattered = total(Quantity.HOUSEHOLDS, village.scattered)
    return centralised + (moving_terms(program, i, t, scattered) if scattered else [])


def add_loan_costs(program: Program) -> None:
    """Interest on what was owed at the end of the period before; principal as the balance falls (a transfer)."""
    rate = program.instance.money.loan_rate
    for (f, t), balance in program.balance.items():
        owed = [(program.balance[f, t - 1], 1.0)] if t else []
        if rate:
            program.add_cost("interest", Use.INTEREST, "", t, scaled(owed, rate))
        repaid = [*owed, (program.received[f, t], 1.0), (balance, -1.0)]
        program.add_cost("", Use.PRINCIPAL, "", t, repaid)


def add_payment_of_costs(program: Program) -> None:
    r"""
    What falls due is paid, from funds that may pay for it.

    .. math:: \sum_{f: (f,u) \in FU} pay_{fut} = cost_{ut}

    Rows: ``payment.<use>.<t>`` [万元]; the dual is what one more 万元 of that cost in that period costs.
    """
    due: dict[tuple[Use, int], Terms] = defaultdict(list)
    for item in program.costs:
        due[item.use, item.period] += item.terms
    for use in Use:
        for t in range(program.instance.periods):
            terms = due.get((use, t), [])
            paid = [(program.pay[f, use, t], -1.0) for f, fund in enumerate(program.instance.funds) if use in fund.uses]
            if terms or paid:
                program.equal("payment", (use.name, t), terms + paid, 0.0)


def add_fund_balance(program: Program) -> None:
    r"""
    A fund carries over what it does not spend and never runs below zero.

    .. math:: carry_{ft} = carry_{f,t-1} + in_{ft} - \sum_u pay_{fut} - lapse_{ft} \ge 0

    Rows: ``fund_balance.<f>.<t>`` [万元]; the dual is the worth of one more 万元 in that fund and period.
    """
    for f, fund in enumerate(program.instance.funds):
        for t in range(program.instance.periods):
            received, constant = received_terms(program, f, t)
            terms = [(program.carry[f, t], 1.0), *scaled(received, -1.0), *_spent(program, f, t)]
            if t:
                terms.append((program.carry[f, t - 1], -1.0))
            program.equal("fund_balance", (f, t), terms, constant)
        if fund.life is not None:
            _add_expiry(program, f, fund.life)


def _spent(program: Program, f: int, t: int) -> Terms:
    terms = [(program.pay[f, use, t], 1.0) for use in program.instance.funds[f].uses]
    if (f, t) in program.lapse:
        terms.append((program.lapse[f, t], 1.0))
    return terms


def _add_expiry(program: Program, f: int, life: int) -> None:
    r"""
    Money not spent within its life lapses.

    .. math:: \sum_{\tau \le t} (\sum_u pay_{fu\tau} + lapse_{f\tau}) \ge \sum_{\tau \le t - life} in_{f\tau}

    Rows: ``fund_expiry.<f>.<t>`` [万元].
    """
    for t in range(life, program.instance.periods):
        spent = cumulative(lambda s: _spent(program, f, s), range(t + 1))
        bound = 0.0
        for s in range(t - life + 1):
            received, constant = received_terms(program, f, s)
            spent += scaled(received, -1.0)
            bound += constant
        program.at_least("fund_expiry", (f, t), spent, bound)


def add_per_head_limits(program: Program) -> None:
    r"""
    Funds given by the head pay at most their rate for each registered person served.

    .. math:: \sum_{ut} pay_{fut} \le rate_f \sum_i (P^{reg}_i - uns^{reg}_i)

    Rows: ``fund_per_head.<f>`` [万元].
    """
    instance = program.instance
    movers = [i for i, v in enumerate(instance.villages) if moves(v)]
    persons = sum(
        total(Quantity.REGISTERED_PERSONS, instance.villages[i].centralised + instance.villages[i].scattered)
        for i in movers
    )
    left = [pair for i in movers for pair in unserved_load(program, Quantity.REGISTERED_PERSONS, i)]
    for f, fund in enumerate(instance.funds):
        rate = fund.per_registered_person
        if rate is not None:
            paid = [(x, 1.0) for key, x in program.pay.items() if key[0] == f]
            program.at_most("fund_per_head", (f,), paid + scaled(left, rate), rate * persons)


def add_awards_follow_progress(program: Program) -> None:
    r"""
    Award money (奖补) arrives only as demolition and reclamation progress, and within what is granted.

    .. math::
        \sum_f cin_{ft} \le \sum_i PS_i (a_D D_{it} + a_R Rs_i\langle t-\delta\rangle), \qquad cin_{ft} \le cgrant_{ft}

    Rows: ``award_progress.<t>``, ``award_granted.<f>.<t>`` [万元].
    """
    instance = program.instance
    awards = [f for f, fund in enumerate(instance.funds) if fund.kind is FundKind.AWARD]
    for t in range(instance.periods) if awards else ():
        arrived: Terms = []
        for f in awards:
            so_far = [(program.received[f, s], 1.0) for s in range(t + 1)]
            program.at_most("award_granted", (f, t), so_far, sum(instance.funds[f].inflow[: t + 1]))
            arrived += so_far
        program.at_most("award_progress", (t,), arrived + scaled(award_terms(program, t), -1.0), 0.0)


def add_bridge_loan(program: Program) -> None:
    r"""
    A bridge loan (过桥贷款) is repaid within its term and nothing is owed at the end.

    .. math:: bal_{ft} \le \sum_{\tau = t-term+1}^{t} loan_{f\tau}, \quad \sum_f bal_{ft} \le limit, \quad bal_{fT} = 0

    Rows: ``loan_term.<f>.<t>``, ``loan_limit.<t>`` [万元]; the end by fixing.
    """
    instance = program.instance
    loans = [f for f, fund in enumerate(instance.funds) if fund.kind is FundKind.LOAN]
    for f in loans:
        for t in range(instance.periods):
            recent = range(max(0, t - instance.money.loan_term + 1), t + 1)
            terms = [(program.balance[f, t], 1.0), *[(program.received[f, s], -1.0) for s in recent]]
            program.at_most("loan_term", (f, t), terms, 0.0)
        program.fix(program.balance[f, instance.periods - 1], 0)
    for t in range(instance.periods) if len(loans) > 1 else ():
        owed = [(program.balance[f, t], 1.0) for f in loans]
        program.at_most("loan_limit", (t,), owed, instance.money.loan_limit)


def add_self_funding(program: Program) -> None:
    r"""
    Households pay their own part at most up to the red line, and only around their move.

    .. math:: \sum_{\tau \le t} in_{self,\tau} \le \sum_i cap_i G_{i,t+lead}

    :math:`cap_i` adds up min(per household, per person × persons) over registered households. For villages that
    may be split only the households served count. Rows: ``self_funding.<t>`` [万元].
    """
    instance = program.instance
    funds = [f for f, fund in enumerate(instance.funds) if fund.kind is FundKind.SELF]
    for t in range(instance.periods) if funds else ():
        terms = [(program.received[f, s], 1.0) for f in funds for s in range(t + 1)]
        for i, village in enumerate(instance.villages):
            if moves(village):
                terms += _self_cap(program, i, t + instance.money.self_lead)
        program.at_most("self_funding", (t,), terms, 0.0)
    if funds:
        _cap_split_villages(program, funds)


def _self_cap(program: Program, i: int, t: int) -> Terms:
    money = program.instance.money
    village = program.instance.villages[i]
    cap = sum(c.households * self_funding_cap(c, money) for c in village.centralised + village.scattered)
    return moved_terms(program, i, t, -cap) if cap else []


def _cap_split_villages(program: Program, funds: list[int]) -> None:
    r"""
    In total no more than the served households' caps, where villages may be split.

    Row: ``self_funding_served`` [万元].
    """
    instance = program.instance
    money = instance.money
    last = instance.periods - 1
    terms: Terms = []
    bound = 0.0
    for i, village in enumerate(instance.villages):
        if not moves(village):
            continue
        if village.whole:
            terms += _self_cap(program, i, last)
            continue
        bound += sum(c.households * self_funding_cap(c, money) for c in village.centralised + village.scattered)
        for h, cohort in enumerate(village.centralised):
            cap = self_funding_cap(cohort, money)
            if cap:
                terms.append((program.unplaced[i, h], cap))
    if bound:
        received = [(program.received[f, t], 1.0) for f in funds for t in range(instance.periods)]
        program.at_most("self_funding_served", (), received + terms, bound)
