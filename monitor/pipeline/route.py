"""Which channels a match goes to."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from monitor.pipeline.case import Case, Context


def route(context: Context, cases: Iterable[Case]) -> Iterator[Case]:
    """Makes of a hit one case for each channel of its watch, urgent by the word of the watch or of the channel."""
    rules = context.rules
    for case in cases:
        for channel in rules.watches[case.watch].channels:
            urgent = case.hit is not None and rules.is_urgent(case.hit, channel)
            yield replace(case, channel=channel, urgent=urgent)
