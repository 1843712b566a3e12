"""The table of contents of the programme: every family in reading order, no logic."""

from __future__ import annotations

from typing import Literal

from models.families import (
    aggregates,
    budget,
    channels,
    clearance,
    construction,
    employment,
    housing,
    living,
    movein,
    quota,
    settlement,
)
from models.families.sites import is_stepped
from models.instance import Instance
from models.objective import set_objective
from models.program import Program

Links = Literal["all", "none"]


def build_program(instance: Instance, links: Links = "all") -> Program:
    """
    The whole programme of an instance.

    Parameters
    ----------
    instance
        Data.
    links
        ``"none"`` leaves out what ties each village's move to its own site's progress: ``move_after_built`` and
        all that follows from ``living``. The LP is ten times faster and hardly weaker, because ``persons_moved``
        and ``labour_moved`` stand in. It is a relaxation: its optimum is a valid bound, its plan is not a plan.

    Returns
    -------
    Program
        With objective; ``program.rows`` names every row.
    """
    sites = range(len(instance.sites))
    stepped = frozenset(j for j in sites if links == "all" and is_stepped(instance, j))
    program = Program(instance, stepped=stepped)

    # Variables: who, where, when, land, money.
    settlement.add_settlement_variables(program)
    construction.add_construction_variables(program)
    movein.add_movein_variables(program)
    living.add_living_variables(program)
    employment.add_employment_variables(program)
    clearance.add_clearance_variables(program)
    quota.add_quota_variables(program)
    channels.add_channel_variables(program)
    budget.add_budget_variables(program)

    # Settlement 安置
    settlement.add_every_whole_village_once(program)
    settlement.add_every_household_once(program)
    settlement.add_extra_sites(program)
    settlement.add_use_only_built_sites(program)
    settlement.add_site_capacities(program)
    settlement.add_centralised_floor(program)

    # Construction 建设
    construction.add_built_stays_built(program)
    construction.add_phases_in_order(program)
    construction.add_crews(program)
    construction.add_latest_starts(program)
    construction.add_forced_sites(program)
    construction.add_construction_costs(program)

    # Housing 住房
    housing.add_housing(program)
    housing.add_homes_paid_before_moving(program)

    # Moving in 搬迁入住
    movein.add_moved_stays_moved(program)
    if links == "all":
        movein.add_move_after_built(program)
    movein.add_arrived_of_split_villages(program)
    movein.add_lateness_of_split_villages(program)
    movein.add_scattered_costs(program)
    living.add_living_follows_moving(program)
    living.add_capacity_as_it_arrives(program)

    # Jobs 就业
    employment.add_job_for_each_household(program)
    employment.add_shared_posts(program)
    employment.add_fallback_posts(program)
    employment.add_employment_costs(program)

    # Clearance 拆旧复垦
    clearance.add_demolition_after_moving(program)
    clearance.add_clearance_is_cumulative(program)
    clearance.add_demolition_due(program)
    clearance.add_demolition_capacity(program)
    clearance.add_reclamation_after_demolition(program)
    clearance.add_machine_capacity(program)
    clearance.add_clearance_costs(program)

    # Quota 指标
    quota.add_stock_balance(program)
    quota.add_land_account(program)
    quota.add_turnover_clock(program)
    quota.add_plan_quota(program)
    quota.add_upgrade_costs(program)
    channels.add_channel_caps(program)
    channels.add_presale(program)
    channels.add_surplus_first(program)

    # Money 资金: every cost is known by now
    budget.add_bonus_costs(program)
    budget.add_loan_costs(program)
    budget.add_payment_of_costs(program)
    budget.add_fund_balance(program)
    budget.add_per_head_limits(program)
    budget.add_awards_follow_progress(program)
    budget.add_bridge_loan(program)
    budget.add_self_funding(program)

    # Sums over the county that follow from the above and make the LP tight
    aggregates.add_persons_moved_fit(program)
    aggregates.add_labour_moved_has_posts(program)
    aggregates.add_paid_floor_for_moved(program)

    set_objective(program)
    return program
