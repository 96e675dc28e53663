"""Silences."""

from tests.storage.samples import HOUR, MINUTE, NOW


def test_a_watch_is_silent_until_the_instant_and_not_after(database):
    def work(tx):
        made = tx.silences.add("nuzuh", NOW + HOUR, reason="drill", now=NOW)
        assert tx.silences.active("nuzuh", NOW + HOUR - MINUTE) == made
        assert tx.silences.active("nuzuh", NOW + HOUR) is None
        assert tx.silences.active("other", NOW) is None
        return made

    made = database.write_now(work)
    assert (made.watch, made.until, made.reason, made.created_at, made.lifted_at) == (
        "nuzuh",
        NOW + HOUR,
        "drill",
        NOW,
        None,
    )


def test_of_several_silences_the_longest_counts(database):
    def work(tx):
        tx.silences.add("nuzuh", NOW + 2 * HOUR, reason="long", now=NOW)
        tx.silences.add("nuzuh", NOW + HOUR, reason=None, now=NOW)
        return tx.silences.active("nuzuh", NOW)

    assert database.write_now(work).reason == "long"


def test_lifting_ends_what_is_in_force_and_the_past_stays_listed(database):
    def work(tx):
        tx.silences.add("nuzuh", NOW - MINUTE, reason="over", now=NOW - HOUR)
        tx.silences.add("nuzuh", NOW + HOUR, reason="now", now=NOW)
        tx.silences.add("other", NOW + HOUR, reason="other", now=NOW)
        before = [each.reason for each in tx.silences.listing(NOW)]
        lifted = tx.silences.lift("nuzuh", NOW)
        assert tx.silences.active("nuzuh", NOW) is None
        after = [each.reason for each in tx.silences.listing(NOW)]
        everything = [(each.reason, each.lifted_at) for each in tx.silences.listing(NOW, all=True)]
        return before, lifted, after, everything, tx.silences.lift("nuzuh", NOW)

    before, lifted, after, everything, again = database.write_now(work)
    assert before == ["other", "now"]
    assert (lifted, again) == (1, 0)
    assert after == ["other"]
    assert everything == [("other", None), ("now", NOW), ("over", None)]
