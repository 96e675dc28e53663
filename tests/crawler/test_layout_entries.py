import pytest

from tests.crawler.reading import URL, html, only, parse, utc

HEAD = '<meta property="og:updated_time" content="2018-07-03T00:15:00+03:00">'
TEXTS = [
    "قصف مدفعي على أطراف طفس يوقع ثلاثة جرحى.",
    "وصول قافلة إلى المدرسة الابتدائية في نوى.",
    "انتهاء جولة المفاوضات دون اتفاق جديد.",
]
TIMES = [utc(2018, 7, 2, 21, 5), utc(2018, 7, 2, 20, 50), utc(2018, 7, 2, 19, 10)]
SIDEBAR = (
    "<aside>"
    + "".join(f"<li><time>0{n}:10</time> <a href='/n/{n}'>خبر في الشريط الجانبي عن درعا {n}</a></li>" for n in range(6))
    + "</aside>"
)


def page(block, *, head=HEAD, around="<ul>{}</ul>", texts=TEXTS, clocks=("00:05", "23:50", "22:10")):
    blocks = "".join(
        block.format(text=text, clock=clock, n=n)
        for n, (text, clock) in enumerate(zip(texts, clocks, strict=True), start=4711)
    )
    return html(f"<h1>تطورات الجنوب</h1><p>متابعة مستمرة.</p>{around.format(blocks)}{SIDEBAR}", head=head)


@pytest.mark.parametrize(
    "block",
    [
        "<li><time>{clock}</time><div><p>{text}</p></div></li>",
        '<li class="brief"><span class="when">{clock}</span> {text}</li>',
        "<li>{clock} - {text}</li>",
        "<li><b>{clock}</b> {text}</li>",
        "<div><h4>{clock}</h4><p>{text}</p></div>",
        '<article class="post entry-{n}"><time>{clock}</time><p>{text}</p></article>',
    ],
)
def test_a_plain_list_without_ids_becomes_single_updates_with_times(block):
    parsed = parse(page(block))
    assert parsed.layout == "entries"
    assert [update.text for update in parsed.updates] == TEXTS
    assert [update.published_at for update in parsed.updates] == TIMES
    assert not any(update.native for update in parsed.updates)


def test_a_text_that_a_broken_page_puts_into_its_time_stays():
    texts = ["عبرت القافلة طريق نوى صباحاً", "فتحت المدارس أبوابها في طفس", "عاد التيار إلى الأحياء كلها"]
    parsed = parse(page("<li><time><time>{clock}</time> {text}</time></li>", texts=texts))
    assert [update.text for update in parsed.updates] == texts


def test_the_rows_of_a_table_are_entries():
    parsed = parse(page("<tr><td>{clock}</td><td>{text}</td></tr>", around="<table>{}</table>"))
    assert [update.text for update in parsed.updates] == TEXTS


def test_keys_stay_when_entries_are_added_and_moved():
    block = "<li><time>{clock}</time> {text}</li>"
    before = {update.text: update.key for update in parse(page(block)).updates}
    more = ["خبر جديد تماماً وصل بعد الزيارة الأولى.", *TEXTS]
    later = HEAD.replace("00:15", "00:35")
    after = {
        update.text: update.key
        for update in parse(page(block, texts=more, clocks=("00:30", "00:05", "23:50", "22:10"), head=later)).updates
    }
    assert after.items() >= before.items()
    assert len(after) == 4


def test_native_ids_and_epochs_are_taken():
    block = (
        '<div class="entry" id="live-{n}" data-sort-time="1530605220" data-update-time="1530605400">'
        '<div class="info"><time>{clock}</time> <a class="entry-author" href="/a">سلمى</a></div><h3>'
        "عنوان {n}</h3><p>{text}</p></div>"
    )
    parsed = parse(page(block, around="<div>{}</div>"))
    first = parsed.updates[0]
    assert (first.key, first.native, first.url) == ("live-4711", True, f"{URL}#live-4711")
    assert (first.published_at, first.updated_at) == (utc(2018, 7, 3, 8, 7), utc(2018, 7, 3, 8, 10))
    assert (first.headline, first.text, first.author) == ("عنوان 4711", TEXTS[0], "سلمى")


def test_an_epoch_beats_a_false_z():
    block = (
        '<div class="entry" data-timestamp="1530605220"><time datetime="2018-07-03T11:07:00Z">'
        "{clock}</time><p>{text}</p></div>"
    )
    assert parse(page(block, around="<div>{}</div>")).updates[0].published_at == utc(2018, 7, 3, 8, 7)


def test_ids_that_are_places_are_no_keys():
    block = '<li id="item-{n}"><time>{clock}</time> {text}</li>'
    parsed = parse(page(block).replace("item-47", "item-"))
    assert not any(update.native for update in parsed.updates)


def test_a_page_that_tells_no_date_leaves_them_undated():
    parsed = parse(page("<li><time>{clock}</time> {text}</li>", head=""))
    assert [update.text for update in parsed.updates] == TEXTS
    assert all(update.published_at is None and update.published_day is None for update in parsed.updates)


def test_relative_times_move_and_the_key_does_not():
    def read(hours):
        return parse(page("<li><time>منذ " + hours + " ساعات</time> {text}</li>")).updates[0]

    assert read("5").published_at != read("6").published_at
    assert read("5").key == read("6").key


def test_adverts_between_entries_are_no_entries():
    block = '<li><time>{clock}</time> {text}</li><li class="ad">إعلان ممول عن سيارات جديدة</li>'
    assert [update.text for update in parse(page(block)).updates] == TEXTS


def test_comments_under_an_article_are_no_entries():
    story = "".join(f"<p>{text} {text} {text} {text}</p>" for text in TEXTS)
    comments = "".join(f"<li><time>1{n}:00</time><p>تعليق طويل من قارئ رقم {n} على الخبر.</p></li>" for n in range(5))
    parsed = parse(
        html(f'<h1>عنوان الخبر الطويل هنا</h1><div class="story">{story}</div><ul class="comments">{comments}</ul>')
    )
    assert only(parsed).layout == "article"


def test_a_list_beside_the_text_is_not_the_text():
    story = "".join(f"<p>{text} {text} {text} {text}</p>" for text in TEXTS)
    aside = "".join(f"<li><time>1{n}:00</time> خبر قصير من الشريط رقم {n}</li>" for n in range(4))
    assert (
        only(
            parse(html(f'<h1>عنوان الخبر الطويل هنا</h1><div class="story">{story}</div><div><ul>{aside}</ul></div>'))
        ).layout
        == "article"
    )


def test_a_date_and_a_clock_in_places_of_their_own_are_one_time():
    when = "<time><span>July</span><span>03</span><span>2018</span></time><span>{clock}</span>"
    parsed = parse(page("<div class=row>" + when + "<p>{text}</p></div>", head="", clocks=("11:20", "10:05", "09:10")))
    assert [update.published_at for update in parsed.updates] == [
        utc(2018, 7, 3, 8, 20), utc(2018, 7, 3, 7, 5), utc(2018, 7, 3, 6, 10)
    ]  # fmt: skip
    assert [update.text for update in parsed.updates] == TEXTS


def test_a_box_named_as_furniture_that_holds_most_of_the_text_is_the_text():
    block = '<article><time datetime="2018-07-03T{clock}:00+03:00"></time><p>{text}</p></article>'
    parsed = parse(page(block, around="<div class='story js-ad-section'>{}</div>", clocks=("11:20", "10:05", "09:10")))
    assert [update.text for update in parsed.updates] == TEXTS


def test_an_advert_within_an_entry_costs_the_entry_nothing():
    block = "<li><time>{clock}</time><p>{text}</p><div><span>إعلان</span><p>عروض الصيف</p></div></li>"
    assert [update.text for update in parse(page(block)).updates] == TEXTS


def test_a_time_within_a_heading_is_no_part_of_the_headline():
    block = "<article><h3 id=a{n}b><span>Published at {clock}</span> عنوان {n}</h3><p>{text}</p></article>"
    parsed = parse(page(block))
    assert [update.headline for update in parsed.updates] == ["عنوان 4711", "عنوان 4712", "عنوان 4713"]
    assert [update.text for update in parsed.updates] == TEXTS
    assert [update.published_at for update in parsed.updates] == TIMES


def test_a_time_in_a_data_attribute_goes_before_the_relative_one_that_is_shown():
    when = '<i data-js-timestamp="2018-07-03T{clock}:00+03:00">منذ ساعة</i>'
    block = f'<div class=e data-post-id="u{{n}}x">{when}<p>{{text}}</p></div>'
    parsed = parse(page(block, clocks=("11:20", "10:05", "09:10")))
    assert [update.published_at for update in parsed.updates] == [
        utc(2018, 7, 3, 8, 20), utc(2018, 7, 3, 7, 5), utc(2018, 7, 3, 6, 10)
    ]  # fmt: skip


@pytest.mark.parametrize("label", ["<h3>التعليقات (12)</h3>", "<p>3 comments</p>"])
def test_comments_below_a_short_article_are_not_its_entries(label):
    when = '<time datetime="2018-07-03T08:0{n}:00Z"></time>'
    comment = f"<li><b>قارئ</b> {when}<p>رأيي في هذا الموضوع طويل جداً رقم {{n}}</p></li>"
    comments = "".join(comment.format(n=n) for n in range(9))
    body = "<h1>عنوان المقال الطويل هنا</h1>" + "<p>فقرة من نص المقال عن المدينة وأهلها وما جرى فيها.</p>" * 6
    parsed = parse(html(f"<article>{body}</article><section>{label}<ul>{comments}</ul></section>"))
    assert only(parsed).layout == "article"
    assert "رأيي" not in only(parsed).text
