"""Questions to the archive: one source, best first, a drafted watch against the one of the file, what is listed now."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner

from monitor import ingest
from monitor.app import checked_config, watch_values
from monitor.archive import any_of, in_parts, search
from monitor.backtest import backtest
from monitor.cli.root import marsad
from monitor.labelling import exclusions, precision
from monitor.watches.matcher import TermError, compile_watches
from monitor.watches.watch import Watch
from storage.database import Database
from storage.rows import Change
from tests.desk import desk
from tests.support import START, update, write_config

TEXTS = {
    "one": ["نزوح عشرات العائلات من بلدة طفس بريف درعا بعد قصف مدفعي عنيف", "افتتاح سوق الخضار في طفس"],
    "two": ["عاجل | نزوح عشرات العائلات من بلدة طفس بريف درعا بعد قصف مدفعي عنيف", "نزوح من نوى"],
}


@pytest.fixture
def archive(tmp_path):
    path = write_config(tmp_path)

    async def fill():
        async with desk(path) as it:
            for source, texts in TEXTS.items():
                it.see(*(update(text, key=f"{n}") for n, text in enumerate(texts)), source=source)
            it.clock.move(minutes=1)
            it.see(update(TEXTS["one"][0], key="0"), source="one")

    asyncio.run(fill())
    with Database.open(tmp_path / "marsad.db") as database:
        yield database, *checked_config(path)


def test_a_search_asks_for_one_source_and_for_the_best(archive):
    database, *_ = archive
    assert {one.entry.source for one in search(database, "طفس")} == {"one", "two"}
    assert {one.entry.source for one in search(database, "source:one طفس")} == {"one"}
    assert search(database, "source:one طفس", source="two") == []
    best = search(database, "نوى", best=True)
    assert [one.entry.text for one in best] == ["نزوح من نوى"]
    with pytest.raises(TermError, match="nothing to search for"):
        search(database, "source:one")


def test_a_draft_is_told_apart_from_the_watch_of_the_file(archive):
    database, _, rules = archive
    since = START - timedelta(days=1)
    plain = backtest(database, rules.matcher, "tafas", since, 10)
    assert (plain.entries, plain.hits, plain.stories) == (4, 3, 2)
    assert sum(plain.by_day.values()) == 3
    draft = compile_watches([Watch(name="tafas", query="نوى OR (طفس AND concept:displacement)")])
    tried = backtest(database, rules.matcher, "tafas", since, 10, draft=draft)
    assert [one.entry.text for one in tried.gained] == ["نزوح من نوى"]
    assert [one.entry.text for one in tried.lost] == ["افتتاح سوق الخضار في طفس"]


def test_only_what_the_pages_show_now(archive):
    database, config, rules = archive
    assert watch_values(config)
    now = backtest(database, rules.matcher, "tafas", START - timedelta(days=1), 10, listed=True)
    assert now.hits == 2, "the market left its page"


def test_words_that_begin_alike_are_asked_for_by_their_beginning():
    spellings = [[["والنازحين", "والنازحون", "نازحين"]], [["ريف", "وريف"], ["دمشق"]]]
    two_words = '(("ريف" OR "وريف") AND ("دمشق"))'
    assert any_of(spellings) == f'((("نازحين" OR "والنازحون" OR "والنازحين")) OR {two_words})'
    assert in_parts(spellings, 4) == ('((("نازحين" OR "والناز" *)))', f"({two_words})")
    many = in_parts([[[f"{n:03}كلمة"]] for n in range(250)], 4)
    assert [part.count("OR") + 1 for part in many] == [100, 100, 50]


def filled(folder, count):
    """An archive of so many updates, every fourth about «طفس», every third of these in sports."""
    path = write_config(folder)
    database = Database.open(folder / "marsad.db", create=True)
    of_tafas = ["مباراة ودية في طفس انتهت بالتعادل", "قصف مدفعي على طفس", "اجتماع الأهالي في طفس"]

    def write(tx):
        page = tx.pages.ensure("one", "http://127.0.0.1/live", now=START)
        for number in range(count):
            text = of_tafas[number // 4 % 3] if number % 4 == 0 else "افتتاح مدرسة في نوى"
            readings = ingest.to_readings([update(f"{text} {number}", key=f"k{number}")])
            tx.entries.add(page.id, "one", readings[0], now=START + timedelta(seconds=number))

    database.write_now(write)
    return path, database


@pytest.fixture
def many(tmp_path):
    path, database = filled(tmp_path, 400)
    with database:
        yield database, *checked_config(path)


def test_up_to_the_bound_a_backtest_is_exact(many):
    database, _, rules = many
    tested = backtest(database, rules.matcher, "tafas", START, 5)
    assert (tested.entries, tested.hits, tested.candidates, tested.looked_at) == (400, 100, 100, 100)
    assert not tested.estimated
    assert len(tested.hit_ids) == 100


def test_beyond_the_bound_it_is_estimated_unless_asked_for_in_full(many, monkeypatch):
    monkeypatch.setattr("monitor.backtest.EXACT", 30)
    database, _, rules = many
    tested = backtest(database, rules.matcher, "tafas", START, 5)
    assert (tested.estimated, tested.looked_at, tested.hits) == (True, 25, 100)
    assert 5 < tested.error < 25, "all of 25 were hits: a tenth of the rest may be none"
    full = backtest(database, rules.matcher, "tafas", START, 5, full=True)
    assert (full.estimated, full.looked_at, full.hits, full.error) == (False, 100, 100, 0)


def test_where_one_word_is_too_common_the_others_that_a_hit_must_have_are_looked_for(many, monkeypatch):
    monkeypatch.setattr("monitor.backtest.EXACT", 40)
    database, *_ = many
    both = compile_watches([Watch(name="tafas", any=("طفس",), all=("مباراة",), none=("نوى",))])
    tested = backtest(database, both, "tafas", START, 5)
    assert (tested.estimated, tested.candidates, tested.hits) == (False, 34, 34)
    monkeypatch.setattr("monitor.backtest.WORTH", 0)
    assert backtest(database, both, "tafas", START, 5).candidates == 100


def test_a_watch_without_words_looks_at_everything(many):
    database, _, rules = many
    draft = compile_watches([Watch(name="tafas", query="/طفس \\d*7$/")])
    tested = backtest(database, rules.matcher, "tafas", START, 5, draft=draft)
    assert tested.candidates == 400
    assert tested.hits == 0
    assert (len(tested.lost), tested.losses, tested.gains) == (5, 100, 0)


def test_what_is_older_is_left_out_also_where_it_was_seen_late(many):
    database, _, rules = many
    since = START + timedelta(seconds=200)
    tested = backtest(database, rules.matcher, "tafas", since, 5)
    assert tested.entries == 0, "all tell news of the first second"
    assert (tested.hits, tested.candidates) == (0, 50)


def labelled(folder, answers, *more):
    answers = "".join(f"{answer}\n" for answer in answers)
    words = ["watches", "test", "tafas", "--since", "2020-01-01", "--config", str(folder / "config.toml"), *more]
    done = CliRunner().invoke(marsad, words, input=answers)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_verdicts_are_kept_and_tell_the_precision_and_what_to_exclude(tmp_path):
    filled(tmp_path, 24)[1].close()
    told = labelled(tmp_path, "rwsrwq", "--label", "--samples", "6")
    assert told.count("right (r), wrong (w)") == 6
    assert "[1/6]" in told
    assert "[قصف" in told or "[طفس" in told
    shown = [part.partition("right (r)")[0] for part in told.split("/6] ")[1:]]
    verdicts = dict(zip(shown, "rwsrw", strict=False))
    assert "precision 0.50: 2 of 4 judged hits are right" in told
    again = labelled(tmp_path, "q", "--label")
    assert "[1/2]" in again, "what was judged is not asked again"
    (row, *_) = [json.loads(line) for line in labelled(tmp_path, "", "--json").splitlines()]
    assert (row["judged"], row["right"], row["precision"]) == (4, 2, 0.5)
    assert len(verdicts) == 5


def test_exclusions_take_wrong_hits_away_and_no_right_one(many):
    database, config, rules = many
    entries = [entry for entry in database.read_now(lambda tx: tx.entries.latest(40)) if "طفس" in entry.text]
    judged = [(entry, "مباراة" not in entry.text) for entry in entries]
    watch = next(one for one in watch_values(config) if one.name == "tafas")
    found = exclusions(watch, judged, lambda changed: compile_watches([changed]))
    assert [one.wrong for one in found] == [sum(not right for _, right in judged)]
    better = compile_watches([replace(watch, none=(found[0].term,))])
    assert precision(better, "tafas", judged).part == 1.0
    assert precision(rules.matcher, "tafas", judged).part < 0.8


def test_a_word_that_right_hits_have_too_is_not_proposed(many):
    database, config, _ = many
    entries = [entry for entry in database.read_now(lambda tx: tx.entries.latest(40)) if "مباراة" in entry.text]
    judged = [(entry, number % 2 == 0) for number, entry in enumerate(entries)]
    watch = next(one for one in watch_values(config) if one.name == "tafas")
    assert exclusions(watch, judged, lambda changed: compile_watches([changed])) == []


def test_a_verdict_on_a_text_that_was_edited_since_does_not_count(many):
    database, *_ = many
    first = database.read_now(lambda tx: tx.entries.latest(1)[0])
    database.write_now(lambda tx: tx.verdicts.put("tafas", first.id, right=True, now=START))
    assert database.read_now(lambda tx: tx.verdicts.of("tafas")) == {first.id: True}
    reading = ingest.to_readings([update("نص آخر", key="k1")])[0]
    database.write_now(lambda tx: tx.entries.revise(first.id, reading, now=START, change=Change.REVISED))
    assert database.read_now(lambda tx: tx.verdicts.of("tafas")) == {}
