import pytest

from crawler.encoding import ReadError
from tests.crawler.reading import only, parse, utc

FEED = "https://news.example/rss.xml"


def rss(*items, built="Tue, 03 Jul 2018 08:50:00 +0000"):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>منبر</title><lastBuildDate>{built}</lastBuildDate>{"".join(items)}</channel></rss>'


def item(number=1, *, guid="", date="Tue, 03 Jul 2018 08:07:00 GMT", extra="", text="وصلت قافلة إلى المدينة."):
    return f"<item><title>قصف على طفس {number}</title><link>https://news.example/n/{number}?utm_source=rss&amp;id=4</link><guid>{guid}</guid><pubDate>{date}</pubDate><category>ميدان</category><description><![CDATA[<p>{text}</p>]]></description>{extra}</item>"


def read(page, **options):
    return parse(page, url=FEED, **options)


def test_an_item_is_a_partial_update_with_its_link_as_key_without_tracking():
    parsed = read(rss(item()))
    update = only(parsed)
    assert parsed.layout == "feed"
    assert (update.key, update.native, update.partial) == ("https://news.example/n/1?id=4", True, True)
    assert (update.headline, update.text, update.section) == ("قصف على طفس 1", "وصلت قافلة إلى المدينة.", "ميدان")
    assert update.published_at == utc(2018, 7, 3, 8, 7)
    assert update.updated_at is None


def test_a_unique_guid_is_the_key_and_a_repeated_one_is_not():
    keys = [
        update.key for update in read(rss(item(1, guid="tag:a"), item(2, guid="same"), item(3, guid="same"))).updates
    ]
    assert keys == ["tag:a", "https://news.example/n/2?id=4", "https://news.example/n/3?id=4"]


def test_a_guid_that_counts_revisions_stays_the_same_key():
    keys = {only(read(rss(item(guid=f"https://news.example/n/1#{count}")))).key for count in range(3)}
    assert keys == {"https://news.example/n/1"}


def test_whole_texts_are_taken_where_they_are_clearly_whole():
    body = "<p>" + "وقالت مصادر محلية إن العائلات وصلت إلى السهول. " * 20 + "</p>"
    whole = only(read(rss(item(extra=f"<content:encoded><![CDATA[{body}]]></content:encoded>"))))
    assert not whole.partial
    assert len(whole.text) > 600
    assert only(
        read(
            rss(item(extra="<content:encoded><![CDATA[<p>مقتطف أطول قليلاً من الوصف الأول...</p>]]></content:encoded>"))
        )
    ).partial


def test_where_it_appeared_first_is_no_text():
    update = only(read(rss(item(text="وصلت قافلة.</p><p>ظهرت المقالة قصف على طفس أولاً على منبر."))))
    assert update.text == "وصلت قافلة."


def test_an_offset_that_the_feed_itself_contradicts_is_false():
    # 1530606000 is 08:20Z: by its offset the item was published three hours before it was made.
    parsed = read(rss(item(guid="https://news.example/?t=1530606000", date="Tue, 03 Jul 2018 08:31:00 +0300")))
    assert only(parsed).published_at == utc(2018, 7, 3, 8, 31)
    assert any("offset is false" in note for note in parsed.notes)
    right = read(rss(item(guid="https://news.example/?t=1530606000", date="Tue, 03 Jul 2018 11:31:00 +0300")))
    assert only(right).published_at == utc(2018, 7, 3, 8, 31)


def test_atom_and_rdf_are_feeds_too():
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>قصف على طفس</title><id>urn:7</id><link href="https://news.example/n/7"/><updated>2018-07-03T08:07:00Z</updated><summary>نص.</summary></entry></feed>'
    update = only(read(atom))
    assert (update.key, update.published_at, update.url) == ("urn:7", utc(2018, 7, 3, 8, 7), "https://news.example/n/7")
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/"><item rdf:about="https://news.example/n/8"><title>'
        "قصف على نوى</title><link>https://news.example/n/8</link></item></rdf:RDF>"
    )
    assert only(read(rdf)).headline == "قصف على نوى"


def test_a_feed_is_known_by_its_content_not_by_its_type():
    assert only(parse(rss(item()), url="https://news.example/x", headers={"Content-Type": "text/html"})).partial


def test_a_wrongly_declared_feed_is_read_right():
    page = rss(item()).replace("UTF-8", "iso-8859-1").encode("windows-1256")
    assert only(read(page)).headline == "قصف على طفس 1"


def test_a_cut_feed_gives_its_whole_items():
    parsed = read(rss(item(1), item(2))[:-80])
    assert parsed.updates
    assert any("not well-formed" in note for note in parsed.notes)


@pytest.mark.parametrize(
    "page", ["<!DOCTYPE html><html><body><h1>الصفحة غير موجودة</h1></body></html>", "<html><body></body></html>"]
)
def test_html_in_place_of_a_feed_is_said_so(page):
    with pytest.raises(ReadError, match="a feed was expected, HTML came"):
        read(page)


def test_entities_that_grow_are_not_followed():
    bomb = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + rss(item()).split("?>", 1)[
        1
    ].replace("قصف", "&b;")
    assert all("aaaa" not in (update.headline or "") for update in read(bomb).updates)
