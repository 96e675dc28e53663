"""The figures of an update as a message tells them: how many, of what, and of which time."""

from arabic.bidi import isolate
from arabic.figures import Figure, figures
from monitor import labels

READ = 20_000  # code points of a text; what stands behind is not read for figures
FIGURES = 5
_ORDER = ("event", "cumulative", "denied", "planned")


def told_figures(headline: str, text: str, *, gloss: bool) -> tuple[str, ...]:
    """«قتلى: 12 (في هذا الحدث)», each once, those of this event first."""
    found = [*figures(headline[:READ]), *figures(text[:READ])]
    found.sort(key=lambda figure: _ORDER.index(figure.scope))
    once: dict[tuple[object, ...], Figure] = {}
    for figure in found:
        once.setdefault((figure.kind, figure.low, figure.high, figure.unit), figure)
    return tuple(_told(figure, gloss) for figure in once.values())[:FIGURES]


def _told(figure: Figure, gloss: bool) -> str:
    kind = labels.KINDS[figure.kind] + (f" ({figure.kind})" if gloss else "")
    families = f" {labels.FAMILIES}" if figure.unit == "family" else ""
    return f"{kind}: {_number(figure)}{families} ({labels.SCOPES[figure.scope]})"


def _number(figure: Figure) -> str:
    low, high = isolate(f"{figure.low:,}"), figure.high
    if figure.above:
        return f"{labels.MORE_THAN} {low}"
    if high is None:
        return f"{low} {labels.AT_LEAST}"
    if high == 0:
        return labels.NONE
    if figure.low == 0:
        return f"{labels.UP_TO} {isolate(f'{high:,}')}"
    return low if high == figure.low else isolate(f"{figure.low:,}–{high:,}")
