"""Whose turn it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planner.store.queue import Waiting, fair_order, next_to_start


def waiting(words: str) -> list[Waiting]:
    """Runs from words such as ``a1 B2``: user, threads; a capital letter is at work."""
    return [
        Waiting(
            id=f"{word}#{number}",
            user=word[0].lower(),
            threads=int(word[1:]),
            running=word[0].isupper(),
            cancel_asked=False,
        )
        for number, word in enumerate(words.split())
    ]


def order(words: str) -> str:
    return " ".join(one.id.split("#")[0] for one in fair_order(waiting(words)))


def following(words: str, cores: int) -> str | None:
    found = next_to_start(waiting(words), cores)
    return None if found is None else found.id


def test_one_user_is_served_in_turn() -> None:
    assert order("a1 a2 a3") == "a1 a2 a3"


def test_users_take_turns_whoever_came_first() -> None:
    assert order("a1 a2 a3 b4 b5 c6") == "a1 b4 c6 a2 b5 a3"


def test_who_has_something_at_work_waits_for_those_who_have_not() -> None:
    assert order("A9 a1 b2") == "b2 a1"


def test_runs_start_while_cores_are_free() -> None:
    assert following("", 2) is None
    assert following("a1", 2) == "a1#0"
    assert following("A1 b1", 2) == "b1#1"
    assert following("A1 B1 c1", 2) is None


def test_nobody_overtakes_a_run_that_needs_more_cores() -> None:
    assert following("A1 b2 c1", 2) is None


def test_a_run_that_needs_more_than_there_are_runs_alone() -> None:
    assert following("a8", 2) == "a8#0"
    assert following("A8 b1", 2) is None
    assert following("A1 b8", 2) is None


@given(st.lists(st.tuples(st.sampled_from("abcABC"), st.integers(1, 4)), max_size=12), st.integers(1, 4))
def test_everybody_is_served_once_and_work_never_exceeds_the_cores(runs, cores) -> None:
    queue = waiting(" ".join(f"{user}{threads}" for user, threads in runs if user.islower()))
    served = []
    while queue:
        at_work: list[Waiting] = []
        while (found := next_to_start(at_work + queue, cores)) is not None:
            queue.remove(found)
            served.append(found.id)
            at_work.append(
                Waiting(id=found.id, user=found.user, threads=found.threads, running=True, cancel_asked=False)
            )
            assert sum(min(one.threads, cores) for one in at_work) <= cores
        assert at_work  # else the queue stands still
    assert len(served) == len(set(served)) == sum(user.islower() for user, _ in runs)
