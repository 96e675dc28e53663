"""What is queued for one thread, and in which order it runs."""

import threading

import pytest

from storage.turns import Turns


def test_what_is_pressing_runs_before_what_was_queued_earlier_each_kind_in_its_order():
    turns, go, ran = Turns("test"), threading.Event(), []
    first = turns.submit(lambda: go.wait(10))
    queued = [
        turns.submit(lambda name=name: ran.append(name), pressing=name.startswith("p"))
        for name in ("a", "p1", "b", "p2")
    ]
    go.set()
    assert first.result(10)
    for one in queued:
        one.result(10)
    assert ran == ["p1", "p2", "a", "b"]
    turns.shutdown()


def test_a_job_that_fails_tells_its_own_caller_and_the_next_runs():
    turns = Turns("test")
    failed, well = turns.submit(lambda: 1 // 0), turns.submit(lambda: "well")
    with pytest.raises(ZeroDivisionError):
        failed.result(10)
    assert well.result(10) == "well"
    turns.shutdown()


def test_what_is_queued_runs_before_the_end_and_nothing_is_taken_after_it():
    turns, go = Turns("test"), threading.Event()
    turns.submit(lambda: go.wait(10))
    last = turns.submit(lambda: "done")
    go.set()
    turns.shutdown()
    assert last.result(0) == "done"
    with pytest.raises(RuntimeError):
        turns.submit(lambda: None)


def test_a_job_that_was_cancelled_before_its_turn_does_not_run():
    turns, go, ran = Turns("test"), threading.Event(), []
    turns.submit(lambda: go.wait(10))
    assert turns.submit(lambda: ran.append(1)).cancel()
    go.set()
    turns.shutdown()
    assert ran == []
