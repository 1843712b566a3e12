"""The sheets of the plan workbook that findings point to; the frames use the same names."""

from __future__ import annotations

PLACEMENTS = "安置方案"
BUILDINGS = "建设进度"
MOVES = "搬迁进度"
CLEARANCE = "拆旧复垦"
QUOTA = "指标台账"
CASH = "资金台账"
COSTS = "费用明细"
POSTS = "公益岗位"
MISSING = "未满足清单"
