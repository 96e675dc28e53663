"""Updates marked as schema.org LiveBlogPosting in the attributes of the HTML."""

import pytest

from tests.crawler.reading import NOW, URL, document, html, only, parse, utc

SAID = "قال مراسلنا إن قافلة من عشرين شاحنة دخلت البلدة صباح اليوم."
MORE = "وأضاف أن الطريق مفتوح أمام الأهالي حتى المساء."


def blog(*updates, head='<meta itemprop="headline" content="الجنوب مباشر">', kind="LiveBlogPosting"):
    items = "".join(updates)
    return html(f'<div itemscope itemtype="https://schema.org/{kind}">{head}{items}</div>')


def update(inner, *, attributes=""):
    return (
        f'<div itemprop="liveBlogUpdate" itemscope itemtype="https://schema.org/BlogPosting" {attributes}>{inner}</div>'
    )


def shown(n, text=SAID, *, time=True):
    told = f'<meta itemprop="datePublished" content="2018-07-03T1{n}:05:00+03:00">' if time else ""
    return update(
        f'<link itemprop="url" href="{URL}#u{n}77">{told}<h2 itemprop="headline">خبر رقم {n}</h2>'
        f'<div itemprop="articleBody"><p>{text}</p><p>{MORE}</p></div>'
        '<span itemprop="author" itemscope><meta itemprop="name" content="مراسلنا"></span>'
    )


def test_marked_updates_are_read_with_ids_times_and_paragraphs():
    parsed = parse(blog(shown(0), shown(1)))
    assert parsed.layout == "microdata"
    first, second = parsed.updates
    assert (first.key, first.native, first.url) == ("u077", True, f"{URL}#u077")
    assert first.text == f"{SAID}\n\n{MORE}"
    assert (first.headline, first.author) == ("خبر رقم 0", "مراسلنا")
    assert (first.published_at, second.published_at) == (utc(2018, 7, 3, 7, 5), utc(2018, 7, 3, 8, 5))


def test_a_text_in_an_attribute_is_taken_from_the_page_where_a_quote_cut_it_off():
    broken = update(
        f'<meta itemprop="url" content="#a1b2c3"><meta itemprop="articleBody" content="{SAID} وقال "كلاما" مهما.">'
        f"<div><p>{SAID} وقال &quot;كلاما&quot; مهما.</p><p>{MORE}</p></div>"
    )
    assert parse(blog(broken, shown(1))).updates[0].text == f'{SAID} وقال "كلاما" مهما.\n\n{MORE}'


def test_a_text_in_an_attribute_alone_is_enough():
    alone = update(f'<meta itemprop="identifier" content="x-1-9"><meta itemprop="articleBody" content="{SAID}">')
    first = parse(blog(alone, shown(1))).updates[0]
    assert (first.key, first.text, first.published_at) == ("x-1-9", SAID, None)


def test_the_page_headline_repeated_in_an_update_is_not_its_own():
    repeated = update(f'<meta itemprop="headline" content="الجنوب مباشر"><div itemprop="articleBody">{SAID}</div>')
    assert parse(blog(repeated, shown(1))).updates[0].headline is None


def test_ids_that_count_from_the_top_are_places_and_no_keys():
    counted = [
        update(f'<meta itemprop="url" content="{URL}#{n}"><div itemprop="text">{SAID} رقم {n}</div>') for n in (1, 2, 3)
    ]
    parsed = parse(blog(*counted))
    assert not any(one.native for one in parsed.updates)
    assert any("places" in note for note in parsed.notes)


def test_a_counter_that_falls_down_the_page_is_an_id():
    counted = [
        update(f'<meta itemprop="url" content="{URL}#{n}"><div itemprop="text">{SAID} رقم {n}</div>')
        for n in (80, 79, 78)
    ]
    assert [one.key for one in parse(blog(*counted)).updates] == ["80", "79", "78"]


def test_a_type_that_marks_no_update_is_noted_and_another_layout_reads_the_page():
    entries = "".join(f"<li><time>0{n}:05</time> {SAID} رقم {n}</li>" for n in range(5))
    parsed = parse(blog(f"<ul>{entries}</ul>"))
    assert parsed.layout == "entries"
    assert any("marks not one update" in note for note in parsed.notes)


@pytest.mark.parametrize("inner", ["", "<b></b>", '<meta itemprop="datePublished" content="gestern">'])
def test_an_empty_update_is_passed_over(inner):
    assert only(parse(blog(update(inner), shown(1)))).key == "u177"


def test_a_property_of_an_inner_item_is_not_the_update_s():
    quoted = update(
        f'<div itemprop="articleBody">{SAID}</div>'
        '<div itemprop="image" itemscope><meta itemprop="datePublished" content="2011-01-01T00:00:00Z">'
        '<meta itemprop="url" content="/image#pic-1"></div>'
    )
    first = parse(blog(quoted, shown(1))).updates[0]
    assert (first.published_at, first.native) == (None, False)


def test_nothing_is_kept_between_two_reads():
    page = blog(shown(0), shown(1))
    assert parse(page).updates == parse(page).updates
    assert document(page).fetched_at == NOW
