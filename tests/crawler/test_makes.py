"""A page whose blocks show what its data tells is not taken apart; one that shows more anywhere is."""

import json

import pytest

from crawler import agreement
from crawler.layouts import liveblog
from crawler.makes import shows_no_more
from crawler.merging import Source, merged
from tests.crawler.reading import URL, document, html

TEXTS = [
    f"قال الدفاع المدني إن فرقه أخلت {number} عائلة من الحي الشرقي بعد أن وصلت المياه إلى الطوابق السفلى منه."
    for number in range(31, 39)
]
CLOCKS = [f"{11 - number // 2:02}:{45 if number % 2 == 0 else 10}" for number in range(8)]


def block(number, *, time="", text="", more="", attributes=""):
    at = f"2018-07-03T{CLOCKS[number]}:00+03:00"
    time = time or f'<time datetime="{at}">{CLOCKS[number]}</time>'
    return (
        f'<article class="post" id="post-a{number}f7"{attributes}>{time}<div>{text or f"<p>{TEXTS[number]}</p>"}</div>'
        f'<p class="share"><a href="#post-a{number}f7">رابط</a></p>{more}</article>'
    )


def script_of(numbers, texts):
    updates = [
        {
            "@type": "BlogPosting",
            "@id": f"{URL}#post-a{number}f7",
            "datePublished": f"2018-07-03T{CLOCKS[number]}:00+03:00",
            "articleBody": texts[number],
        }
        for number in numbers
    ]
    told = {"@type": "LiveBlogPosting", "headline": "الجنوب مباشر", "liveBlogUpdate": updates}
    return f'<script type="application/ld+json">{json.dumps(told, ensure_ascii=False)}</script>'


def page(*, beside="", **changes):
    """A page of eight entries, told twice; the third block has the changes, `beside` stands after the list's sixth."""
    blocks = [block(number, **(changes if number == 2 else {})) for number in range(8)]
    shown = "".join([*blocks[:6], beside, *blocks[6:]])
    return document(html(f"<h1>الجنوب مباشر</h1><main>{shown}</main>", head=script_of(range(8), TEXTS)))


def sources(read) -> list[Source]:
    return list(liveblog._sources(read))


def test_a_page_of_one_make_shows_no_more_and_its_blocks_are_not_read_one_by_one():
    read = page()
    told = sources(read)
    assert shows_no_more(told, read)
    agreement.forget()
    assert merged(told, read) == [source.update for source in told]
    assert "entries" not in read.memo


def test_a_page_of_two_makes_is_compared_in_both():
    read = page(text=f"<p class='lead'>{TEXTS[2]}</p>")
    assert shows_no_more(sources(read), read)


EXTRA = "وأضاف المصدر أن المدارس في الحي أغلقت أبوابها حتى إشعار آخر."
MORE = {
    "a paragraph": {"text": f"<p>{TEXTS[2]}</p><p>{EXTRA}</p>"},
    "words before the text": {"text": f"<p>{EXTRA} {TEXTS[2]}</p>"},
    "a headline": {"text": f"<h3>إخلاء الحي الشرقي</h3><p>{TEXTS[2]}</p>"},
    "an author": {"attributes": "", "more": '<span class="author">سمر الخطيب</span>'},
    "a caption": {"more": "<figure><img src='a.jpg'><figcaption>قوارب في الحي الشرقي صباح اليوم</figcaption></figure>"},
    "another time": {"time": '<time datetime="2018-07-03T09:05:00+03:00">10:45</time>'},
    "an epoch": {"attributes": ' data-time="1530604800"'},
    "another id": {"attributes": ' data-post-id="8813"'},
    "a second time": {"more": "<span>08:20</span>"},
}


@pytest.mark.parametrize("what", MORE)
def test_a_page_that_shows_more_in_one_block_is_taken_apart(what):
    read = page(**MORE[what])
    assert not shows_no_more(sources(read), read)


def test_an_entry_that_only_the_page_shows_is_read():
    own = block(0).replace("post-a0f7", "post-b9e1").replace(TEXTS[0], EXTRA * 2).replace("11:45", "08:12")
    told = page(beside=own)
    assert not shows_no_more(sources(told), told)
    agreement.forget()
    assert merged(sources(told), told)[-1].text == EXTRA * 2


def test_a_short_update_is_compared_by_itself():
    """Furniture that is longer than the text beside it is taken for text: only a look at that very block can tell."""
    read = page()
    told = sources(read)
    short = told[2].update.with_(text="نزوح")
    told[2] = Source(short, told[2].told)
    assert not shows_no_more(told, read)
