"""The lexicon: what it knows of words, and the file that it is kept in."""

import pytest

import arabic.lexicon
from arabic.lexicon import load_lexicon

LEXICON = load_lexicon()


@pytest.fixture
def few_entries(monkeypatch):
    """Building the whole file takes seconds; what the packages hold is tested with the file that they gave."""
    entries = [("fصاروخ", "صاروخ صواريخ"), ("lصواريخ", "صاروخ"), ("nصواريخ", "34674"), ("wأحكام", "100")]
    _hold(monkeypatch, entries)


def _hold(monkeypatch, entries):
    """Lets these be what the packages hold, also where the file is made, which is another process else."""
    monkeypatch.setattr(arabic.lexicon, "_entries", lambda: iter(entries))
    monkeypatch.setattr(arabic.lexicon, "_make", lambda file: arabic.lexicon._keep(file, arabic.lexicon._lines()))


def test_a_lemma_has_its_broken_plural_and_the_plural_its_lemma():
    assert "صواريخ" in LEXICON("صاروخ")
    assert "صاروخ" in LEXICON.lemmas("صواريخ")
    assert LEXICON("ليست كلمة") == []


def test_words_are_counted_folded_and_as_written():
    assert LEXICON.count("صواريخ") > 1000
    assert LEXICON.count("توقع") > 3 * LEXICON.count("يوقع")
    assert LEXICON.written_count("إشراف") > 5 * LEXICON.written_count("أشراف") > 0
    assert LEXICON.count("اشراف") >= LEXICON.written_count("إشراف")
    assert LEXICON.count("صصصصص") == LEXICON.written_count("صواريخ") == 0


def test_every_kept_line_is_found_again(tmp_path, monkeypatch):
    entries = [(f"n{first}{second}", str(number)) for number, first in enumerate("ابتثج") for second in "حخدذ" * 40]
    entries = [(key + "ر" * (number // 20), value) for number, (key, value) in enumerate(entries)]
    _hold(monkeypatch, entries)
    for _ in ("just made", "read again"):
        lexicon = load_lexicon(tmp_path)
        assert [(key, str(lexicon.count(key[1:]))) for key, _ in entries] == entries


@pytest.mark.usefixtures("few_entries")
def test_the_file_is_made_once_and_then_read(tmp_path, monkeypatch):
    assert load_lexicon(tmp_path)("صاروخ") == ["صاروخ", "صواريخ"]
    assert len(list(tmp_path.iterdir())) == 1
    monkeypatch.setattr(arabic.lexicon, "_entries", lambda: iter(()))
    lexicon = load_lexicon(tmp_path)
    assert (lexicon("صاروخ"), lexicon.lemmas("صواريخ")) == (["صاروخ", "صواريخ"], ["صاروخ"])
    assert (lexicon.count("صواريخ"), lexicon.written_count("أحكام")) == (34674, 100)


@pytest.mark.usefixtures("few_entries")
def test_a_file_that_was_cut_short_is_made_anew(tmp_path):
    load_lexicon(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(b"")
    assert load_lexicon(tmp_path).count("صواريخ") == 34674
    assert file.stat().st_size > 0


@pytest.mark.usefixtures("few_entries")
def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert load_lexicon(tmp_path / "file" / "folder").count("صواريخ") == 34674
