"""The day of coverage: what is published when, and what of it must alert."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.demo.story import Expected, expected_alerts, load_day, published

START = datetime(2018, 7, 3, 8, 7, 21, 500_000, tzinfo=UTC)


@pytest.fixture(scope="module")
def day():
    return load_day()


def test_the_day_has_three_outlets_in_three_shapes_and_about_45_updates(day):
    assert [outlet.shape for outlet in day.outlets] == ["live", "list", "feed"]
    assert 40 <= len(day.posts) <= 50
    assert {post.outlet for post in day.posts} == {outlet.name for outlet in day.outlets}


def test_every_post_has_its_own_id_anchor_number_and_text(day):
    for field in ("id", "anchor", "text"):
        assert len({getattr(post, field) for post in day.posts}) == len(day.posts), field
    assert len({(post.outlet, post.number) for post in day.posts}) == len(day.posts)


def test_articles_have_headline_and_section_and_list_entries_have_neither(day):
    for post in day.posts:
        assert bool(post.section) == (post.outlet == "mirsat"), post.id
        if post.outlet == "mirsat":
            assert post.headline
        if post.outlet == "daftar":
            assert not post.headline


def test_edits_and_copies_name_posts_that_came_before(day):
    for edit in day.edits:
        before = day.post(edit.post)
        assert before.at is not None
        assert before.at < edit.at
        assert edit.text != before.text
    for post in day.posts:
        if post.copy_of:
            original = day.post(post.copy_of)
            assert original.outlet != post.outlet
            assert original.at < post.at


def test_some_updates_are_there_at_the_start_and_the_others_come_one_by_one(day):
    at_start = published(day, 0.0, started_at=START)
    assert all(shown.post.at is None for shown in at_start)
    later = sorted(post.at for post in day.posts if post.at is not None)
    assert len(at_start) + len(later) == len(day.posts)
    gaps = [after - before for before, after in zip([0.0, *later], later, strict=False)]
    assert max(gaps) <= 4
    assert later[-1] <= 50, "the last ones must still be fetched and told before the demo ends"


def test_what_was_published_stays_published(day):
    before: set[str] = set()
    for second in range(61):
        now = {shown.post.id for shown in published(day, float(second), started_at=START)}
        assert before <= now
        before = now


def test_pages_show_the_newest_first(day):
    for outlet in day.outlets:
        times = [shown.published_at for shown in published(day, 60.0, started_at=START, outlet=outlet.name)]
        assert times == sorted(times, reverse=True)


def test_no_update_tells_a_time_to_come(day):
    for second in range(61):
        elapsed = float(second)
        for shown in published(day, elapsed, started_at=START):
            assert shown.changed_at <= START + timedelta(seconds=elapsed), shown.post.id


def test_the_figure_is_edited_under_the_same_id_and_time(day):
    (before,) = [shown for shown in published(day, 33.9, started_at=START) if shown.post.id == "u08"]
    (after,) = [shown for shown in published(day, 34.0, started_at=START) if shown.post.id == "u08"]
    assert "12 قتيلاً" in before.text
    assert "15 قتيلاً" in after.text
    assert before.text.replace("12", "15") == after.text
    assert (before.published_at, before.edited_at) == (after.published_at, None)
    assert after.edited_at == datetime(2018, 7, 3, 8, 7, 55, tzinfo=UTC)


def test_a_longer_demo_stretches_the_day(day):
    stretched = load_day(seconds=600)
    assert [post.at and post.at * 10 for post in day.posts] == [post.at for post in stretched.posts]
    assert [edit.at * 10 for edit in day.edits] == [edit.at for edit in stretched.edits]
    assert [post.ago for post in day.posts] == [post.ago for post in stretched.posts]


def test_what_was_old_at_the_start_is_not_expected_to_alert(day):
    old = {post.id for post in day.posts if post.at is None and post.ago > timedelta(hours=2)}
    assert len(old) >= 10
    assert old.isdisjoint(expected.post for expected in expected_alerts(day))


def test_something_alerts_within_the_first_seconds_and_some_by_each_watch(day):
    assert {expected.post for expected in expected_alerts(day, 0.0)} == {"u05", "m05"}
    assert {expected.watch for expected in expected_alerts(day)} == {"towns", "displacement", "shelling"}


def test_the_edit_and_the_late_article_are_expected_as_such(day):
    expected = expected_alerts(day)
    assert [one for one in expected if one.edited] == [
        Expected(watch=watch, post="u08", edited=True, late=False) for watch in ("towns", "shelling")
    ]
    assert {one.post for one in expected if one.late} == {"m11"}


def test_false_friends_are_expected_to_alert_nobody(day):
    alerting = {expected.post for expected in expected_alerts(day)}
    silent = [post for post in day.posts if post.why.startswith("false friend") and not post.hits]
    assert len(silent) >= 8
    assert alerting.isdisjoint(post.id for post in silent)
