"""
Our strategy and others' solvers on the same counties, in one run and under the same conditions.

Every contender gets the same :class:`models.instance.Instance`, the same wall clock, the same number of threads and a
process of its own; whatever it finds is completed, audited and priced by the same judge, which knows nothing of who
found it. Raw figures are kept in a JSON file, so that a long set can be run in parts; page and chart are written from
that file alone.

======================  ===================================================================================
``command``             the command line
``cases``               the counties, made once and kept as instances
``contenders``          who competes: one file each
``worker``, ``judge``   the two processes of a run: finding plans, judging them
``running``             one run after the other, results kept
``figures``             gap, time to 1 %: what is computed from the raw figures
``page``, ``chart``     what is written about it
======================  ===================================================================================
"""
