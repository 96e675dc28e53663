"""Which watches a text fulfils, with the places where it does."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from monitor.background import without
from monitor.pipeline.case import Case, Context
from monitor.values import WatchHit


def match(context: Context, cases: Iterable[Case]) -> Iterator[Case]:
    """Makes of a text one case for each watch that it fulfils; its matches are kept."""
    for case in cases:
        for hit in _urgent_by_news(context):
            _keep(context, case, hit)
            yield replace(case, watch=hit.watch, hit=hit)


def _urgent_by_news(context: Context) -> Sequence[WatchHit]:
    """The hits, urgent only for what stands outside of background."""
    if not context.background or not any(hit.urgent for hit in context.hits):
        return context.hits
    reading = context.text.reading
    news = without(reading.text, context.background)
    urgent = {hit.watch: hit.urgent for hit in context.rules.matcher.match(reading.headline, news, context.source)}
    return [replace(hit, urgent=hit.urgent & urgent.get(hit.watch, frozenset())) for hit in context.hits]


def _keep(context: Context, case: Case, hit: WatchHit) -> None:
    for one in hit.matches:
        context.tx.matches.add(
            case.entry_id,
            case.revision_id,
            hit.watch,
            term=one.term,
            field=one.field,
            form=one.form,
            start=one.start,
            end=one.end,
            why=one.why,
            now=context.now,
        )
