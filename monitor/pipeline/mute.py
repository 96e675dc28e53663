"""What is not told: old news, trials, silences, and what the channel has heard already."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rapidfuzz import fuzz

from arabic.fold import fold_text
from monitor.background import is_background
from monitor.pipeline import reasons
from monitor.pipeline.case import Case, Context
from monitor.pipeline.reasons import Muted
from monitor.pipeline.telling import Tell, decide
from monitor.values import WatchHit
from storage.rows import Change

SAME_LINE = 75.0  # from this ratio on a line is an edit of another one


def mute(context: Context, cases: Iterable[Case]) -> Iterator[Case]:
    """Ends the way of what is not told, with the reason; what is told goes on with what is said beside it."""
    for case in cases:
        verdict = _verdict(context, case)
        if isinstance(verdict, Muted):
            context.decide(case, verdict.decision, verdict.reason)
        else:
            yield replace(case, tell=verdict)


def _verdict(context: Context, case: Case) -> Tell | Muted:
    rules, text = context.rules, context.text
    muted = _old(context) or _by_edit(context, case) or _by_background(context, case) or _by_watch(context, case)
    if muted is not None:
        return muted
    if context.story is not None:
        return decide(rules, text, case.watch, case.channel, context.story, context.now, urgent=case.urgent)
    told_before = (case.watch, case.channel) in context.told
    return (reasons.repetition(text) if told_before else None) or Tell()


def _by_background(context: Context, case: Case) -> Muted | None:
    if case.hit is None or not context.background or not is_background(case.hit, context.background):
        return None
    return reasons.by_background()


def _old(context: Context) -> Muted | None:
    return reasons.first_sight(context.text.reading, context.told_from) if context.told_from else None


def _by_edit(context: Context, case: Case) -> Muted | None:
    """An edit that matters in nothing: what was decided of the text before holds, told or not, where the watch finds
    no more than before, and in the same lines."""
    text = context.text
    if case.hit is None or text.change is not Change.REVISED or text.completes or text.significant is not None:
        return None
    if case.watch in context.found_more or not _in_lines_of(text.before_folded or "", case.hit, text.reading.text):
        return None
    return reasons.repetition(text)


def _in_lines_of(before_folded: str, hit: WatchHit, text: str) -> bool:
    """Whether every line of a text in which a watch finds something is one of those before, or an edit of one."""
    lines = before_folded.split("\n")
    starts = {text.rfind("\n", 0, match.start) + 1 for match in hit.matches if match.field == "text"}
    found = [fold_text(text[start:].partition("\n")[0]) for start in starts]
    return all(any(fuzz.ratio(line, before, score_cutoff=SAME_LINE) for before in lines) for line in found)


def _by_watch(context: Context, case: Case) -> Muted | None:
    silence = context.tx.silences.active(case.watch, context.now)
    return reasons.by_watch(context.rules.deliver(case.watch), silence)
