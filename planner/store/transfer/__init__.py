"""
Workspaces in one file: a zip with ``manifest.json`` and the folders ``counties``, ``packs``, ``runs``, ``progress``.

The manifest holds the rows of the tables and size and hash of every file. :mod:`~planner.store.transfer.collecting`
chooses what belongs together, :mod:`~planner.store.transfer.bundle` writes and reads the file,
:mod:`~planner.store.transfer.checking` judges what somebody else has written, :mod:`~planner.store.transfer.merging`
finds each thing's place here.
"""

from planner.store.transfer.desk import TransferDesk

__all__ = ["TransferDesk"]
