"""Recording what one visit of a page came to: all of it in one transaction, with the page's validators."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from crawler.failures import plain_headers
from crawler.fetcher import Fetched
from crawler.items import Outcome, Update
from monitor import follow, gaps, ingest, learning, pipeline, reread, succession, withdrawal
from monitor.config import Source
from monitor.follow import Listed, Registered
from monitor.known import Known, known_as_they_are
from monitor.pipeline import Rules, Sighting
from monitor.visited import Failed, Polled, Visited
from storage.database import Tx
from storage.rows import Change, Page, PageKind, Poll, Recorded

SLOW_SECONDS = 2.0  # a page that takes longer to read is paused
PAUSE = timedelta(hours=1)
ITEM_EVERY = timedelta(minutes=1)  # the beat from which the back-off of a failing item starts
ITEM_TRIES = 12  # of an article that was never read
LONG_BACK_OFF = frozenset(
    {Outcome.REFUSED, Outcome.BLOCKED, Outcome.RATE_LIMITED, Outcome.FORBIDDEN, Outcome.GONE, Outcome.TOO_LARGE}
)
FINAL_FOR_ITEMS = frozenset({Outcome.FORBIDDEN, Outcome.GONE, Outcome.UNREADABLE, Outcome.TOO_LARGE, Outcome.EMPTY})


def record_unchanged(tx: Tx, page: Page, now: datetime) -> Polled:
    """The page answered and there is nothing to read: its row and the hourly counter, no more."""
    next_at = _next_reread(page, now)
    tx.pages.unchanged(page.id, now=now, next_at=next_at)
    _close_item_when_done(tx, page, next_at, now)
    succession.close_when_quiet(tx, page, now)
    tx.polls.count(page.id, at=now, outcome=Outcome.UNCHANGED)
    polled = Polled(
        page=page,
        outcome=Outcome.UNCHANGED,
        reason="answers again" if page.failures else None,
        gap=gaps.minded(page, now),
        ended=page.ended_at is not None,
    )
    if page.failures:
        _keep_poll(tx, polled, now)
    return polled


def record_read(tx: Tx, page: Page, source: Source, rules: Rules, visited: Visited, now: datetime) -> Polled:
    """Everything that one read found, with the validators that belong to it."""
    listed = follow.listed_of(page)
    followed, own = _split(page, source, visited.updates)
    learnt = tx.lines.learnt(page.source)
    # What a listing knows goes into the reading of its item: that is looked at whole.
    known = Known(others=own) if listed else known_as_they_are(tx, page, own, learnt)
    readings = follow.with_listing(ingest.to_readings(learning.without_learnt(known.others, learnt)), listed)
    whole = visited.partial is None
    other = reread.other_layout(tx, page, own, now)
    other = other and other.seeing(update.published_at for update in own if update.key in known.keys)
    untold = ingest.untold_keys(own)
    recorded = ingest.record(
        tx, page, readings, now, whole=whole, untold=untold, learnt=learnt, known=known.entry_ids, other=other
    )
    known.keep(tx, recorded)
    learning.learn(tx, page.source, recorded, now)
    owed = _tell(tx, page, source, rules, listed, recorded, now)
    taken_back = withdrawal.of_updates(tx, page, rules, visited.updates, now)
    _keep_snapshot(tx, page, source, visited.fetched, recorded, now, told=taken_back > 0)
    registered = _register(tx, page, visited, followed, now)
    successors, notices = succession.look(tx, page, visited.ending, visited.updates, rules, now)
    gap = _look_for_gap(tx, page, visited, known.keys | _known_keys(recorded) | registered.known, now)
    polled = Polled(
        page=page,
        outcome=Outcome.READ,
        reason=gap or _remark(visited, page),
        entries=len(known.entry_ids) + len(readings) + len(followed),
        new=sum(one.change is Change.NEW for one in recorded) + registered.new,
        revised=sum(one.change is Change.REVISED for one in recorded),
        owed=owed + taken_back + notices,
        items_due=registered.due,
        ended=visited.ending.evidence is not None,
        successors=tuple(successors),
        gap=gaps.minded(tx.pages.get(page.id), now) if gap or page.gap_at else False,
    )
    next_at = now + PAUSE if visited.read_seconds > SLOW_SECONDS else _next_reread(page, now)
    _store_page(tx, polled, visited, whole, next_at, now)
    _close_item_when_done(tx, page, next_at, now)
    succession.close_when_quiet(tx, page, now)
    tx.polls.count(page.id, at=now, outcome=Outcome.READ)
    if polled.new or polled.revised or polled.reason or page.reads == 0:
        _keep_poll(tx, polled, now, visited.fetched)
    return polled


def _tell(
    tx: Tx, page: Page, source: Source, rules: Rules, listed: Listed | None, recorded: Sequence[Recorded], now: datetime
) -> int:
    """Decides what of a read is told; gives how many alerts are owed."""
    predecessor = page.kind is PageKind.CONFIGURED and page.parent_id is not None
    first = page.reads == 0 and not predecessor and (listed is None or listed.first_sight)
    since = listed.since if listed else None
    return pipeline.run(tx, rules, Sighting(source=source.name, first=first, since=since, recorded=recorded), now)


def _register(tx: Tx, page: Page, visited: Visited, followed: Sequence[Update], now: datetime) -> Registered:
    """The articles that the page names; what another layout names is as at a first sight, but for what came since."""
    since = reread.recut_since(page, visited.updates) if followed else None
    return follow.register(tx, page, followed, first_sight=page.reads == 0 or since is not None, since=since, now=now)


def _keep_snapshot(
    tx: Tx, page: Page, source: Source, fetched: Fetched, recorded: Sequence[Recorded], now: datetime, *, told: bool
) -> None:
    """The page as received, where something new on it was matched or it is `told`: the ground of what is told."""
    revisions = [one.revision_id for one in recorded if one.revision_id is not None]
    if source.keep_raw == "none" or not (revisions or told):
        return
    if source.keep_raw == "matched" and not told and not tx.matches.any_of(revisions):
        return
    response = fetched.response
    tx.snapshots.keep(
        page.id,
        at=now,
        fetched_at=fetched.fetched_at,
        url=response.url,
        status=response.status,
        headers=plain_headers(response),
        body=response.body,
    )


def record_failure(tx: Tx, page: Page, source: Source, rules: Rules | None, failed: Failed, now: datetime) -> Polled:
    """A visit that gave nothing: validators and entries stay as they were.

    An article that cannot be read is told by its listing's summary, unless `rules` is None: after a fault of
    our own that would fall into the same fault, and the next visit tries again.
    """
    is_item = page.kind is PageKind.ITEM
    if not failed.asked:
        # No fault of this page: its host is left alone for the sake of another one.
        tx.pages.schedule(page.id, now + timedelta(seconds=failed.retry_after or 0))
        return Polled(page=page, outcome=failed.outcome, reason=failed.reason)
    next_at = retry_at(now, ITEM_EVERY if is_item else source.every, page.failures + 1, failed)
    gone = withdrawal.Verdict()
    if failed.outcome is Outcome.GONE and rules is not None:
        gone = withdrawal.judge_gone(tx, page, failed.status, failed.reason, now)
        next_at = now + gone.again if gone.again else next_at
    tx.pages.failed(page.id, now=now, outcome=failed.outcome, reason=failed.reason, next_at=next_at)
    tx.polls.count(page.id, at=now, outcome=failed.outcome)
    owed = 0
    if is_item:
        owed = _tell_listed(tx, page, source, rules, now) if rules else 0
        if gone.why and rules:
            owed += withdrawal.of_article(tx, page, rules, gone.why, now)
        final = failed.outcome in FINAL_FOR_ITEMS and gone.again is None
        if final or (page.reads == 0 and page.failures + 1 >= ITEM_TRIES):
            tx.pages.close(page.id, now)
    polled = Polled(page=page, outcome=failed.outcome, reason=failed.reason, owed=owed)
    _keep_poll(tx, polled, now, status=failed.status)
    return polled


def retry_at(now: datetime, every: timedelta, failures: int, failed: Failed) -> datetime | None:
    """When a page that failed `failures` times in a row is next asked; None: at its next beat."""
    if failed.outcome is Outcome.EMPTY:
        return None
    if failed.outcome is Outcome.TOO_SLOW:
        return now + PAUSE
    cap = timedelta(hours=1) if failed.outcome in LONG_BACK_OFF else timedelta(minutes=10)
    back_off: timedelta = min(every * float(2 ** min(failures - 1, 10)), max(cap, every))
    wanted = timedelta(seconds=failed.retry_after or 0)
    # A tick may come a hair early: half a beat off keeps a first failure's retry at the next beat.
    return now + max(back_off - every / 2, wanted)


def _known_keys(recorded: Sequence[Recorded]) -> set[str]:
    return {key for one in recorded if one.change is not Change.NEW for key in one.reading.keys}


def _look_for_gap(tx: Tx, page: Page, visited: Visited, known: frozenset[str], now: datetime) -> str | None:
    if visited.layout != page.layout or visited.layout in gaps.WITHOUT_PAST:
        return None  # another layout tells other keys
    if untold := ingest.untold_keys(visited.updates):
        known |= tx.entries.known_keys(page.id, untold)
    return gaps.look(tx, page, visited.updates, known, behind=visited.behind, older=visited.has_older, now=now)


def _split(page: Page, source: Source, updates: Sequence[Update]) -> tuple[list[Update], list[Update]]:
    """The updates that are followed to pages of their own, and those that stand on this page."""
    if not source.follow or page.kind is PageKind.ITEM:
        return [], list(updates)
    followed: list[Update] = []
    own: list[Update] = []
    for update in updates:
        (followed if follow.followable(update, page) else own).append(update)
    return followed, own


def _store_page(tx: Tx, polled: Polled, visited: Visited, whole: bool, next_at: datetime | None, now: datetime) -> None:
    """Only a page that was read whole gets new validators: the next 304 would hide what was not read.

    One with a text that may be an old copy's has none, so that it is looked at until that is clear.
    """
    page, fetched = polled.page, visited.fetched
    validators = page.etag, page.last_modified, page.body_hash
    if whole:
        validators = fetched.etag, fetched.last_modified, fetched.body_hash
    if tx.entries.any_waits(page.id):
        validators = None, None, None
    tx.pages.read(
        page.id,
        now=now,
        outcome=Outcome.READ,
        etag=validators[0],
        last_modified=validators[1],
        body_hash=validators[2],
        reader_version=visited.version if whole else page.reader_version,
        layout=visited.layout,
        entries=polled.entries,
        new=polled.new,
        next_at=next_at,
    )


def _next_reread(page: Page, now: datetime) -> datetime | None:
    return follow.next_read(page, now) if page.kind is PageKind.ITEM else None


def _close_item_when_done(tx: Tx, page: Page, next_at: datetime | None, now: datetime) -> None:
    if page.kind is PageKind.ITEM and next_at is None:
        tx.pages.close(page.id, now)


def _remark(visited: Visited, page: Page) -> str | None:
    if visited.partial:
        return f"read in part: {visited.partial}"
    if visited.read_seconds > SLOW_SECONDS:
        return f"took {visited.read_seconds:.1f} s to read; paused for {PAUSE.seconds // 60} min"
    return "answers again" if page.failures else None


def _tell_listed(tx: Tx, page: Page, source: Source, rules: Rules, now: datetime) -> int:
    """An article that cannot be read is told by what its listing said of it, once."""
    listed = follow.listed_of(page)
    if listed is None or page.reads:
        return 0
    recorded = ingest.record(tx, page, ingest.to_readings([listed.update]), now, whole=False)
    sighting = Sighting(source=source.name, first=listed.first_sight, since=listed.since, recorded=recorded)
    return pipeline.run(tx, rules, sighting, now)


def _keep_poll(tx: Tx, polled: Polled, at: datetime, fetched: Fetched | None = None, status: int | None = None) -> None:
    """A row for a visit that is worth one: a change, a failure, a recovery."""
    tx.polls.record(
        Poll(
            page_id=polled.page.id,
            at=at,
            outcome=polled.outcome,
            reason=polled.reason,
            status=fetched.response.status if fetched else status,
            bytes=len(fetched.response.body) if fetched else None,
            seconds=fetched.seconds if fetched else None,
            entries=polled.entries,
            new=polled.new,
            revised=polled.revised,
        )
    )
