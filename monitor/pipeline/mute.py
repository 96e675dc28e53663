"""What is not told: old news, trials, silences, and what the channel has heard already."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from monitor.pipeline import reasons
from monitor.pipeline.background import is_background
from monitor.pipeline.case import Case, Context
from monitor.pipeline.reasons import Muted
from monitor.pipeline.telling import Tell, decide


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
    muted = _old(context) or _by_background(context, case) or _by_watch(context, case)
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
    return reasons.first_sight(context.text.reading, context.now, context.rules.backlog) if context.first_read else None


def _by_watch(context: Context, case: Case) -> Muted | None:
    silence = context.tx.silences.active(case.watch, context.now)
    return reasons.by_watch(context.rules.deliver(case.watch), silence)
