"""SCIP on the whole programme."""

from __future__ import annotations

from typing import Any

import pyscipopt

from benchmarks.sidebyside.contenders import Task
from benchmarks.sidebyside.contenders.programme import Programme, programme_of
from benchmarks.sidebyside.recorder import Recorder

_EVENTS = pyscipopt.SCIP_EVENTTYPE


def run(task: Task, recorder: Recorder) -> None:
    """Let SCIP read the file and search."""
    programme = programme_of(task.instance)
    file = recorder.folder / "programme.mps"
    programme.write(file)
    model = pyscipopt.Model()
    model.hideOutput()
    model.readProblem(str(file))
    file.unlink()
    model.setParam("timing/clocktype", 2)  # wall clock
    model.setParam("randomization/randomseedshift", task.seed)
    model.setParam("lp/threads", task.threads)
    handler = _Listener(programme, recorder)
    model.includeEventhdlr(handler, "listener", "tells the recorder of plans and bounds")
    model.setParam("limits/time", recorder.left)
    model.optimize()
    recorder.bound(model.getDualbound() + programme.arrays.offset)
    if model.getNSols():
        handler.tell(last=True)
    recorder.end(model.getStatus(), f"SCIP {model.version()}")


class _Listener(pyscipopt.Eventhdlr):
    """Hears of plans and of solved relaxations."""

    def __init__(self, programme: Programme, recorder: Recorder) -> None:
        self._programme = programme
        self._recorder = recorder
        self._kinds = (_EVENTS.BESTSOLFOUND, _EVENTS.LPSOLVED, _EVENTS.NODESOLVED)

    def eventinit(self) -> None:
        """Listen."""
        for kind in self._kinds:
            self.model.catchEvent(kind, self)

    def eventexit(self) -> None:
        """Listen no longer."""
        for kind in self._kinds:
            self.model.dropEvent(kind, self)

    def eventexec(self, event: Any) -> None:
        """Take what has changed."""
        if event.getType() == _EVENTS.BESTSOLFOUND:
            self.tell(last=False)
        self._recorder.bound(self.model.getDualbound() + self._programme.arrays.offset)

    def tell(self, *, last: bool) -> None:
        """Give the best plan to the recorder."""
        best = self.model.getBestSol()
        found = {x.name.removeprefix("t_"): best[x] for x in self.model.getVars()}
        values = self._programme.by_number(found)
        self._recorder.decisions(self._programme.arrays.objective(values), self._programme.names, values, last=last)
