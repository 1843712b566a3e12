"""The desk: all that somebody can do in a workspace, in the order of the work."""

from __future__ import annotations

from planner.store.logbook import LogDesk
from planner.store.sweeps import SweepDesk
from planner.store.transfer import TransferDesk


class Desk(SweepDesk, TransferDesk, LogDesk):
    """
    A place to work at in a workspace; see :mod:`planner.store` for all its methods at a glance.

    Counties (:mod:`planner.store.counties`) carry scenarios, scenarios runs, runs sweeps: each part builds on the one
    before. Every method opens a session of its own and hands out new records. Each write checks the role and is logged
    in the same transaction.
    """

    __slots__ = ()
