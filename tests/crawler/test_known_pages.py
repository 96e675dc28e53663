"""A page that shows what its data tells is read by its data alone, until anything else of it changes."""

import pytest

from crawler import agreement, known_pages
from crawler.document import Document
from tests.crawler.reading import html, parse
from tests.crawler.test_makes import TEXTS, block, script_of

NEWS = "وصلت أولى شاحنات الوقود إلى مشفى البلدة بعد انقطاع دام تسعة أيام، وفق ما قال مديره لمراسلنا مساء."


def page(numbers, *, odd=None, changes=None, texts=TEXTS, around="", data=None):
    blocks = [
        block(number, **{"text": f"<p>{texts[number]}</p>", **(changes if number == odd else {})}) for number in numbers
    ]
    script = script_of(numbers if data is None else data, texts)
    return html(f"<h1>الجنوب مباشر</h1>{around}<main>{''.join(blocks)}</main>", head=script)


@pytest.fixture(autouse=True)
def _unknown():
    agreement.forget()
    known_pages.forget()


@pytest.fixture
def parsed_trees(monkeypatch):
    """The pages of which a tree was made."""
    made = []
    whole = Document.root.func
    spied = type(Document.root)(lambda document: made.append(document) or whole(document))
    spied.__set_name__(Document, "root")
    monkeypatch.setattr(Document, "root", spied)
    return made


def afresh(written):
    known_pages.forget()
    agreement.forget()
    return parse(written)


def test_a_new_entry_and_one_that_left_are_read_without_a_tree(parsed_trees):
    parse(page(range(1, 8)))
    parsed_trees.clear()
    later = page(range(7))
    told = parse(later)
    assert not parsed_trees
    assert told == afresh(later)
    assert [update.text for update in told.updates] == TEXTS[:7]


def test_an_edit_told_in_both_is_read_without_a_tree(parsed_trees):
    parse(page(range(8)))
    parsed_trees.clear()
    edited = [*TEXTS[:3], TEXTS[3].replace("34", "43"), *TEXTS[4:]]
    later = page(range(8), texts=edited)
    told = parse(later)
    assert not parsed_trees and told.updates[3].text == edited[3]
    assert told == afresh(later)


CHANGES = {
    "a paragraph that only the page shows": {"odd": 0, "changes": {"text": f"<p>{TEXTS[0]}</p><p>{NEWS}</p>"}},
    "an edit that only the page shows": {"odd": 3, "changes": {"text": f"<p>{TEXTS[3]} {NEWS}</p>"}},
    "an author": {"odd": 0, "changes": {"more": '<span class="author">سمر الخطيب</span>'}},
    "another time": {"odd": 0, "changes": {"time": '<time datetime="2018-07-03T09:05:00+03:00">09:05</time>'}},
    "a comment that is not closed": {"odd": 0, "changes": {"text": f"<p>{TEXTS[0]}</p><!-- "}},
    "an entry that the data does not tell": {"data": range(1, 8)},
    "an entry that the page does not show": {"data": range(8), "numbers": range(1, 8)},
    "words around the list": {"around": f"<p>{NEWS}</p>"},
    "the end of the coverage": {"around": "<p>انتهت التغطية المباشرة</p>"},
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_page_in_which_anything_else_changed_is_parsed(what, parsed_trees):
    parse(page(range(1, 8)))
    parsed_trees.clear()
    changed = {"numbers": range(8), **CHANGES[what]}
    later = page(changed.pop("numbers"), **changed)
    told = parse(later)
    assert parsed_trees
    assert told == afresh(later)


def test_a_new_entry_that_says_that_the_coverage_is_over_ends_the_page():
    last = "انتهت تغطيتنا المباشرة لهذا اليوم، شكراً لمتابعتكم، ونعود إليكم صباح الغد بصفحة أخرى من الجنوب كله."
    texts = [last, *TEXTS[1:]]
    parse(page(range(1, 8)))
    told = parse(page(range(8), texts=texts))
    assert told.ending.evidence and "انتهت" in told.ending.evidence
