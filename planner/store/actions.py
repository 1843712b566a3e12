"""What the log says was done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Words of a kind of write."""

    zh: str
    en: str


ACTIONS: dict[str, Action] = {
    "county_added": Action(zh="上传县数据", en="county uploaded"),
    "pack_added": Action(zh="上传政策包", en="policy pack uploaded"),
    "scenario_created": Action(zh="新建情景", en="scenario created"),
    "scenario_cloned": Action(zh="复制情景", en="scenario cloned"),
    "scenario_saved": Action(zh="修改情景", en="scenario changed"),
    "scenario_renamed": Action(zh="情景改名", en="scenario renamed"),
    "scenario_annotated": Action(zh="修改备注", en="note changed"),
    "scenario_locked": Action(zh="锁定情景", en="scenario locked"),
    "scenario_unlocked": Action(zh="解锁情景", en="scenario unlocked"),
    "scenario_archived": Action(zh="归档情景", en="scenario archived"),
    "scenario_restored": Action(zh="恢复情景", en="scenario restored"),
    "run_submitted": Action(zh="提交计算", en="run submitted"),
    "run_repeated": Action(zh="重复计算", en="run repeated"),
    "sweep_submitted": Action(zh="提交参数扫描", en="sweep submitted"),
    "run_started": Action(zh="开始计算", en="run started"),
    "run_ended": Action(zh="计算结束", en="run ended"),
    "run_cancel_asked": Action(zh="要求停止计算", en="run asked to stop"),
    "run_removed": Action(zh="删除运行", en="run removed"),
    "workspace_exported": Action(zh="导出工作区", en="workspace exported"),
    "scenario_exported": Action(zh="导出情景", en="scenario exported"),
    "file_imported": Action(zh="导入文件", en="file imported"),
}
"""By key; keys are stored and never change."""
