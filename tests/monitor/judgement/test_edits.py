"""Three hundred edits: what is news is found to be, what is none is not, and no changed number is missed."""

from bench.edits import measure


def test_the_verdict_on_300_edits():
    by_kind, _ = measure(300)
    assert sum(right for right, _ in by_kind.values()) >= 0.95 * 300
    assert by_kind["figure"][0] == by_kind["figure"][1]
    assert len(by_kind) == 9
