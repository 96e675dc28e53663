"""Which queries are looked at for an update: most of many watches have nothing in it."""

from collections.abc import Iterable, Sequence

from monitor.watches.compiler import Term
from monitor.watches.findings import Findings
from monitor.watches.query import Node, triggers


class Touch:
    """Which of some queries an update may fulfil: those of which a trigger was found."""

    def __init__(self, queries: Iterable[Node], terms: Sequence[Term]) -> None:
        costly = [number for number, term in enumerate(terms) if term.costly]
        self._by_term: dict[int, list[int]] = {}
        self._always: list[int] = []
        for number, query in enumerate(queries):
            needed = triggers(query, costly)
            if needed is None or not needed.isdisjoint(costly):
                self._always.append(number)
                continue
            for term in needed:
                self._by_term.setdefault(term, []).append(number)

    def queries(self, findings: Findings) -> list[int]:
        """The numbers of the queries, in their order."""
        found = {number for term in findings.found() for number in self._by_term.get(term, ())}
        return sorted(found.union(self._always))
