"""
Others' instances, solved as counties: readers of their files, an adapter to our records, an independent evaluator.

There is no solver here. A file becomes a :class:`benchmarks.public.problem.Problem`, that becomes a
:class:`models.instance.Instance`, and :func:`models.strategy.solve` plans it as it plans a county.
"""

from benchmarks.public.numbers import FormatError

__all__ = ["FormatError"]
