"""The candidate pairs of villages and sites, and why the others were dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.findings import Finding
from planner.space.board import Board

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.county.county import County
    from planner.space.choices import Choices, PolicyNumbers

_ARCS = ("village", "site", "km", "minutes", "source", "pinned")
_DROPPED = ("village", "site", "km", "code", "zh", "en")


@dataclass(frozen=True, kw_only=True, eq=False)
class Candidates:
    """
    Candidate pairs.

    Parameters
    ----------
    arcs
        One row a pair: village, site (ids), km, minutes, source (里程表, 道路 or 直线), pinned. In the order of
        the villages, nearest site first.
    dropped
        Every other pair: village, site, km, code, and the reason in Chinese (zh) and English (en).
    findings
        Sites in forbidden zones, pins that cannot be kept (errors), villages and groups without any site.
    """

    arcs: pd.DataFrame
    dropped: pd.DataFrame
    findings: tuple[Finding, ...]


def build_candidates(county: County, policy: PolicyNumbers, scenario: Choices) -> Candidates:
    """
    Candidate pairs of a county under a policy and a scenario.

    A village goes to its pinned sites if it has any; else to the ``settlement.candidates`` best sites that are not
    excluded, switched off, forbidden or too far (see :func:`planner.space.selection.best_sites`), and to the one
    that most of its households wish. Villages of one 同迁组 share their candidates.

    Parameters
    ----------
    county
        With known positions; errors of its checks must have been dealt with.
    policy
        Values in force.
    scenario
        Decisions and switched-off sites.
    """
    board = Board(county, policy, scenario)
    board.drop_excluded()
    board.drop_decided()
    board.drop_far()
    board.keep_best()
    return Candidates(arcs=_arcs(board), dropped=_dropped(board), findings=tuple(board.findings))


def _arcs(board: Board) -> pd.DataFrame:
    i, j = np.nonzero(board.reason == "")
    order = np.lexsort((j, board.ways.km[i, j], i))
    i, j = i[order], j[order]
    columns = (*_pairs(board, i, j), board.ways.minutes[i, j], board.ways.source[i, j], board.pinned[i, j])
    return pd.DataFrame(dict(zip(_ARCS, columns, strict=True)))


def _dropped(board: Board) -> pd.DataFrame:
    i, j = np.nonzero(board.reason != "")
    codes = board.reason[i, j]
    texts = {code: board.why(code) for code in dict.fromkeys(codes)}
    columns = (*_pairs(board, i, j), codes, [texts[c].zh for c in codes], [texts[c].en for c in codes])
    return pd.DataFrame(dict(zip(_DROPPED, columns, strict=True)))


def _pairs(board: Board, i: NDArray[np.int64], j: NDArray[np.int64]) -> tuple[Any, Any, Any]:
    villages, sites = (frame["id"].to_numpy(dtype=object) for frame in (board.villages, board.sites))
    return villages[i], sites[j], board.ways.km[i, j]
