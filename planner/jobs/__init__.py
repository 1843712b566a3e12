"""
Runs at work: a queue served by one dispatcher a workspace, each run in a process of its own.

::

    dispatcher = Dispatcher(workspace)      # cores=os.cpu_count() by default
    dispatcher.start()                      # a thread; returns at once
    dispatcher.close()                      # runs at work stop and keep their best plan; queued ones wait

Everything about a run goes through the workspace: :meth:`planner.store.Desk.submit` queues it, ``cancel`` asks it to
stop, ``progress`` says how far it is. So pages need the dispatcher only to start it, once a process. A second
dispatcher of the same workspace, in this process or another, waits until the first one is gone.

The protocol between the two processes is in :mod:`planner.jobs.lines`, what a worker is given in
:mod:`planner.jobs.job`, what becomes of runs after a crash in :mod:`planner.jobs.recovery`.
"""

from planner.jobs.dispatcher import Dispatcher

__all__ = ["Dispatcher"]
