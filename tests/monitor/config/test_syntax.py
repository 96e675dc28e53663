"""A file that is no TOML: the line, and what to type."""

import pytest

from tests.monitor.config.files import RIGHT


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('["نازحون"]', "[“نازحون”]", 'line 11: “ ” cannot quote a value; write straight quotes: "…"'),
        ('["نازحون"]', "[«نازحون»]", 'line 11: « » cannot quote a value; write straight quotes: "…"'),
        ('["نازحون"]', "[‘نازحون’]", "line 11: ‘ ’ cannot quote a value"),
        ('["نازحون"]', '["نازحون"، "لاجئون"]', "line 11: «،» stands outside of quotes; write , instead"),
        ('["نازحون"]', '["نازحون"؛]', "line 11: «؛» stands outside of quotes; write ; instead"),
        ('["نازحون"]', '[\n  "نازحون"،\n  "لاجئون",\n]', "line 12: «،» stands outside of quotes"),
        ('["نازحون"]', '["نازحون",\n  “لاجئون”\n]', "line 12: “ ” cannot quote a value"),
        ('kind = "console"', "port = ٥٨٧", "line 15: ٥٨٧ stands outside of quotes; write 587"),
        ("any =", "\u200fany =", "line 11: holds an invisible character, U+200F RIGHT-TO-LEFT MARK; delete it"),
        ("any =", "any\u00a0=", "line 11: holds an invisible character, U+00A0 NO-BREAK SPACE"),
        ('["نازحون"]', '["نازحون"', "is not TOML: "),
        ('"نازحون"', '"/نا\\زح/"', "a text with a backslash stands in single quotes: '…'"),
        ("[[watches]]", "[[watches]", "line 9: is not TOML: "),
        ('kind = "console"', 'kind = "console"\nkind = "email"', "line 16: is not TOML: Cannot overwrite a value"),
    ],
)
def test_the_line_is_named_and_what_to_type(folder, old, new, line):
    assert line in folder.mistake(RIGHT.replace(old, new))


def test_arabic_quotes_and_commas_inside_straight_quotes_are_text(folder):
    text = RIGHT.replace('"تلفزيون سوريا"', '"«تلفزيون»، “سوريا”"').replace("[marsad]", "[marsad] # “هنا”، هناك")
    assert folder.load(text).sources[0].title == "«تلفزيون»، “سوريا”"
    assert "line 11: is not TOML" in folder.mistake(text.replace('any = ["نازحون"]', 'any = ["نازحون، «هنا»"] x'))


def test_a_file_in_another_encoding_says_which_to_save_it_in(folder):
    assert folder.mistake(RIGHT.encode("utf-16")) == "config.toml: is saved as UTF-16; save it as UTF-8"
    assert folder.mistake(RIGHT.encode("windows-1256")) == (
        "config.toml: line 6: is not UTF-8; save the file as UTF-8 (not Windows-1256)"
    )


@pytest.mark.parametrize(
    "content", [b"\x00", b"[" * 5000, b"x = " + b"[" * 5000, b"a" * 100_000, b"= 3", b"x = 1" + b"0" * 5000]
)
def test_junk_is_one_mistake(folder, content):
    assert len(folder.mistakes(content)) == 1
