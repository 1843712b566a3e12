"""
The quota book (指标台账): lots, what happens to them, the trades and the money they bring.

Reading order: :mod:`records` (lot, event, entry), :mod:`accounts` (chart), :mod:`life` (what each step moves),
:mod:`rules` (what must hold), :mod:`posting`, :mod:`chain`; then :mod:`book`, which keeps it in a database.
"""
