"""Villages moved by hand: at once what it breaks and costs, then as pins in the scenario and planned again."""

from planner.moving.pins import pinned, plan_moved
from planner.moving.room import Room
from planner.moving.trial import Later, Trial, try_moves

__all__ = ["Later", "Room", "Trial", "pinned", "plan_moved", "try_moves"]
