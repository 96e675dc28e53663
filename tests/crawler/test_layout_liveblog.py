import json

from crawler.items import Precision
from tests.crawler.reading import URL, html, only, parse, utc


def blog(*updates, **fields):
    return {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": "تطورات الجنوب",
        "url": URL,
        "liveBlogUpdate": list(updates),
        **fields,
    }


def post(number, text="وصلت قافلة إلى المدينة.", **fields):
    told = {
        "@type": "BlogPosting",
        "@id": f"{URL}#u-{number}",
        "datePublished": "2018-07-03T11:07:00+03:00",
        "articleBody": text,
    }
    return {**told, **fields}


def page(*blocks):
    scripts = "".join(
        (
            '<script type="application/ld+json">'
            f"{block if isinstance(block, str) else json.dumps(block, ensure_ascii=False)}</script>"
        )
        for block in blocks
    )
    return html("<h1>تطورات الجنوب</h1>", head=scripts)


def test_each_update_of_a_live_page_is_one_update():
    parsed = parse(
        page(
            blog(
                post(482),
                post(481, headline="قصف على طفس", dateModified="2018-07-03T11:20:00+03:00", author={"name": "سلمى"}),
            )
        )
    )
    assert parsed.layout == "liveblog"
    first, second = parsed.updates
    assert (first.key, first.native, first.headline, first.text) == ("u-482", True, None, "وصلت قافلة إلى المدينة.")
    assert (first.published_at, first.precision, first.url) == (utc(2018, 7, 3, 8, 7), Precision.MINUTE, f"{URL}#u-482")
    assert (second.headline, second.updated_at, second.author) == ("قصف على طفس", utc(2018, 7, 3, 8, 20), "سلمى")


def test_it_is_found_in_a_graph_in_a_list_and_nested():
    for block in (
        {"@graph": [{"@type": "WebPage"}, blog(post(1482))]},
        [blog(post(1482))],
        {"@type": "WebPage", "mainEntity": {"entities": [blog(post(1482))]}},
    ):
        assert only(parse(page(block))).key == "u-1482"


def test_a_broken_block_beside_it_is_noted_and_passed_over():
    parsed = parse(page('{"@type": "NewsArticle", "headline": "x" "y"}', blog(post(482))))
    assert only(parsed).key == "u-482"
    assert any("block 1 does not parse" in note for note in parsed.notes)


def test_escaped_markup_becomes_paragraphs():
    update = only(
        parse(
            page(
                blog(
                    post(
                        482,
                        (
                            "&lt;p&gt;أول.&lt;/p&gt;&lt;p&gt;&lt;strong&gt;اقرأ أيضاً:&lt;/strong&gt; &lt;a "
                            "href='/1'&gt;درعا&lt;/a&gt;&lt;/p&gt;&lt;p&gt;ثان.&lt;/p&gt;"
                        ),
                    )
                )
            )
        )
    )
    assert update.text == "أول.\n\nثان."


def test_the_headline_of_the_page_is_not_the_headline_of_an_update():
    assert only(parse(page(blog(post(482, headline="تطورات الجنوب"))))).headline is None


def test_places_on_the_page_are_no_keys():
    def told(*texts):
        posts = [post(0, text, **{"@id": f"{URL}#post{place}"}) for place, text in enumerate(texts, start=1)]
        return {update.text: (update.key, update.native) for update in parse(page(blog(*posts))).updates}

    before, after = told("خبر أول.", "خبر ثان."), told("خبر جديد.", "خبر أول.", "خبر ثان.")
    assert before["خبر أول."] == after["خبر أول."]
    assert not before["خبر أول."][1]


def test_bare_numbers_that_count_from_the_top_are_no_keys_and_those_that_stay_are():
    counted = parse(page(blog(*[post(0, f"خبر {number}.", **{"@id": f"{URL}#{number}"}) for number in (1, 2, 3)])))
    assert not any(update.native for update in counted.updates)
    stay = parse(page(blog(*[post(0, f"خبر {number}.", **{"@id": f"{URL}#{number}"}) for number in (82, 81, 80)])))
    assert [update.key for update in stay.updates] == ["82", "81", "80"]


def test_the_address_of_the_page_is_no_permalink():
    update = only(parse(page(blog(post(0, **{"@id": URL, "url": URL + "?utm_source=x"})))))
    assert not update.native


def test_a_query_permalink_and_an_own_page_are_keys():
    parsed = parse(
        page(
            blog(
                post(0, "أ أ أ.", **{"@id": f"{URL}?update=4514943"}),
                post(0, "ب ب ب.", **{"@id": "", "url": "https://news.example/n/7"}),
            )
        )
    )
    assert [update.key for update in parsed.updates] == ["4514943", "https://news.example/n/7"]


def test_an_update_known_by_id_and_time_only_has_no_text():
    update = only(parse(page(blog(post(482, "")))))
    assert (update.text, update.published_at) == (None, utc(2018, 7, 3, 8, 7))


def test_values_of_wrong_types_are_passed_over():
    odd = {"@type": 7, "headline": ["x"], "articleBody": {"a": 1}, "datePublished": [1], "author": [None, 3]}
    parsed = parse(page(blog(None, 3, "x", [], {}, odd, post(482))))
    assert only(parsed).key == "u-482"


def test_half_a_character_is_marked_and_a_whole_one_stays():
    told = page(
        blog(post(482, "خبر HALF ثم WHOLE.", **{"url": "https://news.example/n/HALF", "@id": "", "headline": "LAST"}))
    )
    told = told.replace("HALF", r"\ud83d").replace("WHOLE", r"\ud83d\ude00").replace("LAST", r"\ude00")
    update = only(parse(told))
    assert (update.headline, update.text) == ("\ufffd", "خبر \ufffd ثم \U0001f600.")
    assert all(value.encode() for value in (update.key, update.url, update.text))
