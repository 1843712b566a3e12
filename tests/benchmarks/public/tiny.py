"""
Tiny instances in every format, with answers found by hand.

Three customers with demands 4, 5 and 3; two sites with capacities 8 and 6, fixed costs 5 and 2.5. A unit costs 1 at the
first site and 2 at the second, for the third customer 3 and 1. Demand is 12, so both sites are opened: 7.5.

Split: the third customer at the second site, eight units of the others at the first, one at the second: 3 + 8 + 2.
In all 20.5. Single source: the first site does not hold the first two together, and the second holds one of them only
without the third. So one of the first two goes to the second site, the other and the third to the first:
8 + 5 + 9 = 22, or 10 + 4 + 9 = 23. In all 29.5.
"""

from __future__ import annotations

import math

ORLIB = """ 2 3
 8 5.
 6 2.5
 4
 4. 8.
 5
 5. 10.
 3
 9. 3.
"""
HOLMBERG = "2 3\n8 5\n6 2.5\n4. 5. 3.\n4 5 9\n8 10 3\n"
DIAZ = "3 2\n4 8\n5 10\n9 3\n4 5 3\n5 2.5\n8 6\n"
TBED1 = "3\t2\n\n4 5 3\n8 6\n5 2.5\n1 1 3\n2 2 1\n"

GAP = "2 3\n1 4 2\n3 1 5\n2 3 4\n4 2 1\n5 5\n"
"""
The first job goes to agent 1, the others to agent 2: 1 + 1 + 5 = 7.

Job 3 fits beside no other at agent 1, and then jobs 1 and 2 use 6 of the 5 of agent 2. So it goes to agent 2, for 5,
and what is left is cheapest at 1 each.
"""

PMEDCAP = "1 6\n4 2 4\n1 0 0 2\n2 3 5 2\n3 10 0 3\n4 10 1 1\n"
"""Two pairs of neighbours fill a capacity of 4 each: distances √34, rounded down 5, and 1."""

SJC = "4 2\n0 0 4 2\n3 5 4 2\n10 0 4 3\n10 1 4 1\n"
"""The same, not rounded: √34 + 1."""

HUB = "7 2\n0 0 6 6\n" + "".join(
    f"{100 * math.cos(k * math.pi / 3)} {100 * math.sin(k * math.pi / 3)} 6 1\n" for k in range(6)
)
"""
A hub that fills a median alone, and six points around it at distance 100.

The hub serves itself, one of the six serves all of them: 100 + 100 + 173.2 + 173.2 + 200. If a median had not to serve
itself, the hub would serve the six and be served by one of them: 700.
"""

ANSWERS = {
    "cflp": (ORLIB, 20.5),
    "cflp-single": (ORLIB, 29.5),
    "holmberg": (HOLMBERG, 29.5),
    "diaz": (DIAZ, 29.5),
    "tbed1": (TBED1, 29.5),
    "gap": (GAP, 7.0),
    "pmedcap": (PMEDCAP, 6.0),
    "sjc": (SJC, math.sqrt(34) + 1),
}
"""File and best objective of each family."""
