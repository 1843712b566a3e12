"""
Allocating trades: buyers' workbook and lots in, an audited allocation out.

Reading order: :mod:`records`, :mod:`columns`, :mod:`reading`, :mod:`assembly`, :mod:`allocating`, :mod:`audit`,
:mod:`explain`, :mod:`document`, :mod:`workbook`.
"""
