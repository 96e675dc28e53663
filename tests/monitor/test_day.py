"""A day of nine outlets on forty pages, sixty events, copied, edited, two taken back: told as its script says."""

import asyncio
import random
from collections import Counter

from bench.corpus import Text, make_text, near_copies, plain
from crawler.items import Update
from storage.alert_rows import Decision
from tests.desk import desk
from tests.support import CONSOLE, update, write_config

EVENTS, OUTLETS, PAGES = 60, 9, 40
TAKEN_BACK = (8, 28)  # events; neither is edited


def toll_of(text: Text) -> int | None:
    """The place of the figure that a toll is told by."""
    words = [piece.text for piece in text]
    return words.index("مقتل") + 1 if "مقتل" in words else None


def test_a_day_is_told_as_its_script_says(tmp_path):
    path = write_config(tmp_path, tables=CONSOLE)
    config = path.read_text(encoding="utf-8")
    every = '"بلدة", "مدينة", "قرية", "أطراف", "محيط", "=في", "=من"'
    path.write_text(config.replace('any = ["طفس"]', f"any = [{every}]"), encoding="utf-8")
    r = random.Random(60)
    events = [make_text(r) for _ in range(EVENTS)]
    expected: Counter[tuple[str, Decision]] = Counter()

    async def run():
        async with desk(path) as it:
            for number, text in enumerate(events):
                pages = r.sample(range(PAGES), r.randrange(1, 6))
                kinds = [plain(text), *near_copies(text, r).values()]
                for told, page in enumerate(pages):
                    shown = kinds[told]
                    expected[shown, Decision.TOLD if told == 0 else Decision.COPY] += 1
                    it.see(update(shown, key=f"{number}-{page}", at=it.clock.now()), source=f"outlet{page % OUTLETS}")
                    it.clock.move(minutes=1)
                toll = toll_of(text)
                first = {"key": f"{number}-{pages[0]}", "at": it.clock.now()}
                if toll is not None and number % 2:
                    edited = list(text)
                    edited[toll] = edited[toll].__class__(str(int(text[toll].text) + 40), "figure")
                    shown = plain(tuple(edited))
                    expected[shown, Decision.TOLD] += 1
                    it.see(update(shown, **first), source=f"outlet{pages[0] % OUTLETS}")
                elif number % 3 == 0:
                    shown = f"{plain(text)}."  # a full stop is no news
                    it.see(update(shown, **first), source=f"outlet{pages[0] % OUTLETS}")
                if number in TAKEN_BACK:
                    expected[plain(text), Decision.TOLD] += 1
                    gone = Update(key=first["key"], native=True, withdrawn=True, layout="liveblog")
                    it.see(gone, source=f"outlet{pages[0] % OUTLETS}")
                it.clock.move(minutes=4)
            taken_back = it.database.read_now(
                lambda tx: [entry.text for entry in tx.entries.iterate() if entry.withdrawn_at is not None]
            )
            assert sorted(taken_back) == sorted(plain(events[number]) for number in TAKEN_BACK)
            return it.database.read_now(
                lambda tx: tx.matches.connection.execute(
                    """SELECT revision.text, decision.decision FROM decisions AS decision
                    JOIN revisions AS revision ON revision.id = decision.revision_id
                    WHERE decision.watch = 'tafas' AND decision.decision <> 'known'"""
                ).fetchall()
            )

    rows = asyncio.run(run())
    found = Counter((text, Decision(decision)) for text, decision in rows)
    assert found - expected == Counter()
    assert expected - found == Counter()
