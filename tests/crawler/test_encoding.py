import pytest

from crawler.encoding import ReadError, decode
from crawler.items import Outcome

ARABIC = (
    "<p>وصلت عائلات من البلدات الغربية إلى المدرسة الابتدائية في المدينة بعد ليلة من القصف على الأحياء، "
    "وقال متطوعون إن المكان امتلأ وإن الطعام لا يكفي للجميع.</p>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256", "iso-8859-6"])
def test_arabic_is_read_right_without_any_declaration(encoding):
    assert decode(ARABIC.encode(encoding)).text == ARABIC


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252", "iso-8859-6", "nonsense"])
def test_windows_1256_is_read_right_whatever_is_declared(declared):
    page = f'<meta charset="{declared}">{ARABIC}'
    decoded = decode(page.encode("windows-1256"), declared)
    assert decoded.text == page
    assert "windows-1256" in decoded.note


def test_iso_8859_6_declared_as_windows_1256_is_read_right():
    assert decode(ARABIC.encode("iso-8859-6"), "windows-1256").text == ARABIC


def test_utf_8_declared_as_windows_1256_is_read_right():
    assert decode(ARABIC.encode(), "windows-1256").text == ARABIC


def test_a_right_declaration_needs_no_note():
    assert decode(ARABIC.encode("windows-1256"), "windows-1256").note is None


def test_western_text_keeps_its_declared_encoding():
    assert decode("<p>Café à Genève, déjà vu</p>".encode("iso-8859-1"), "iso-8859-1").text.startswith("<p>Café à")


def test_a_page_cut_inside_a_letter_is_still_utf_8():
    decoded = decode(ARABIC.encode()[:-40][:61])
    assert decoded.encoding == "utf-8"
    assert "broken bytes" in decoded.note


def test_garbled_text_is_put_right_with_a_note():
    garbled = ARABIC.encode().decode("windows-1252", "replace").replace("\ufffd", "?")
    whole = "".join(
        chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("windows-1252")
        for byte in ARABIC.encode()
    )
    decoded = decode(whole.encode())
    assert decoded.text == ARABIC
    assert "garbled" in decoded.note
    with pytest.raises(ReadError, match="garbled"):
        decode((garbled * 3).encode())


def test_arabic_that_was_read_as_windows_1256_and_written_again_is_put_right():
    decoded = decode(ARABIC.encode().decode("windows-1256").encode())
    assert decoded.text == ARABIC
    assert "UTF-8 read as windows-1256" in decoded.note


def test_letters_that_look_like_such_a_reading_here_and_there_are_left_alone():
    text = ARABIC + "<p>" + "الخط، والحظ؛ والشرط… " * 9 + "</p>"
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    "body", [b"", b"  \n", b"\x89PNG\r\n\x1a\n" + bytes(99), b"%PDF-1.7 ...", bytes(range(256)) * 40]
)
def test_what_is_no_text_is_refused(body):
    with pytest.raises(ReadError) as caught:
        decode(body)
    assert caught.value.outcome is Outcome.UNREADABLE
