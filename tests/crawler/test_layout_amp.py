"""AMP live lists: ids, epochs, edits, tombstones, and ids that move with every edit."""

from datetime import timedelta

from tests.crawler.reading import NOW, URL, html, only, parse

AT = int((NOW - timedelta(minutes=20)).timestamp())
SAID = "قال الدفاع المدني إن فرقه أجلت ثلاثين عائلة من الحي الشرقي."


def live(*items, more=""):
    return html(
        "<h1>الجنوب مباشر</h1>"
        f'<amp-live-list id="l" data-poll-interval="15000" data-max-items-per-page="20"><button update>جديد</button>'
        f"<div items>{''.join(items)}</div>{more}</amp-live-list>"
    )


def item(identity, inner=f"<p>{SAID}</p>", *, at=AT, more=""):
    return f'<div id="{identity}" data-sort-time="{at}" {more}><div class="card">{inner}</div></div>'


def test_an_item_has_its_id_and_the_time_of_its_epoch():
    parsed = parse(live(item("b-81", f"<h2>إجلاء عائلات</h2><p>{SAID}</p><time>منذ 20 دقيقة</time>")))
    update = only(parsed)
    assert parsed.layout == "amp"
    assert (update.key, update.native, update.url) == ("b-81", True, f"{URL}#b-81")
    assert (update.headline, update.text) == ("إجلاء عائلات", SAID)
    assert update.published_at == NOW - timedelta(minutes=20)
    assert update.updated_at is None


def test_a_raised_update_time_is_an_edit():
    update = only(parse(live(item("b-81", more=f'data-update-time="{AT + 300}"'))))
    assert update.updated_at == NOW - timedelta(minutes=15)


def test_a_tombstone_withdraws_its_item():
    gone, kept = parse(live(item("b-80", "", more="data-tombstone"), item("b-81"))).updates
    assert (gone.key, gone.withdrawn, gone.text) == ("b-80", True, None)
    assert not kept.withdrawn


def test_an_id_made_of_the_time_of_change_is_no_key():
    items = [item(f"post{AT + n * 60}", f"<p>{SAID} رقم {n}</p>", at=AT + n * 60) for n in range(3)]
    first = parse(live(*items)).updates[0]
    assert not first.native
    edited = [item(f"post{AT + 900}", f"<p>{SAID} رقم 0</p>", at=AT), *items[1:]]
    again = parse(live(*edited)).updates[0]
    assert (again.key, again.updated_at) == (first.key, NOW - timedelta(minutes=5))


def test_the_plugin_s_number_in_a_permalink_is_the_key_where_ids_move():
    share = '<amp-social-share data-param-url="https://news.example/p/#liveblog-entry-4711"></amp-social-share>'
    items = [item(f"post{AT}", f"<p>{SAID}</p>{share}"), item(f"post{AT + 60}", f"<p>{SAID} ثانية</p>", at=AT + 60)]
    assert parse(live(*items)).updates[0].key == "4711"


def test_the_displayed_time_above_the_text_is_no_text():
    assert only(parse(live(item("b-81", f"<p>منذ 20 دقيقة</p><p>{SAID}</p>")))).text == SAID


def test_the_page_s_headline_is_not_the_item_s():
    assert only(parse(live(item("b-81", f"<h2>الجنوب مباشر</h2><p>{SAID}</p>")))).headline is None


def test_the_next_page_of_a_paged_list_is_asked_for():
    parsed = parse(live(item("b-81"), more='<nav pagination><a rel="next" href="?page=2">أقدم</a></nav>'))
    assert [request.url for request in parsed.requests] == [f"{URL}?page=2"]
