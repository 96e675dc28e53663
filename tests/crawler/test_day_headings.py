"""Days that stand between the entries of a list date the clocks below them, and nothing else does."""

from tests.crawler.reading import html, parse, utc

SAID = "خبر قصير عن الطريق والمعبر وما جرى عند أطراف البلدة في تلك الساعة"


def rows(*clocks):
    return "<ul>" + "".join(f"<li><b>{clock}</b> <div>{SAID} {clock}.</div></li>" for clock in clocks) + "</ul>"


def instants(body):
    return [update.published_at for update in parse(html(f"<h1>تغطية الجنوب</h1>{body}")).updates]


TODAY, BEFORE = "<h2>الثلاثاء 3 تموز 2018</h2>", "<h2>الاثنين <span>2 تموز 2018</span></h2>"


def test_each_day_dates_the_clocks_below_it():
    found = instants(TODAY + rows("10:05", "09:40") + BEFORE + rows("22:30", "08:15"))
    assert found == [utc(2018, 7, 3, 7, 5), utc(2018, 7, 3, 6, 40), utc(2018, 7, 2, 19, 30), utc(2018, 7, 2, 5, 15)]


def test_days_stand_in_the_list_itself_as_well():
    items = "".join(
        f"<li class='day'>{day}</li>" + rows(*clocks).removeprefix("<ul>").removesuffix("</ul>")
        for day, clocks in (("3 تموز 2018", ("10:05", "09:40")), ("2 تموز 2018", ("22:30", "08:15")))
    )
    assert instants(f"<ul>{items}</ul>")[1:3] == [utc(2018, 7, 3, 6, 40), utc(2018, 7, 2, 19, 30)]


def test_an_advert_between_two_entries_does_not_end_their_day():
    found = instants(TODAY + rows("10:05") + "<p>إعلان</p>" + rows("09:40", "09:20") + BEFORE + rows("22:30"))
    assert found[1] == utc(2018, 7, 3, 6, 40)


def test_one_date_above_a_list_may_be_that_of_anything():
    assert instants(TODAY + rows("10:05", "09:40", "22:30")) == [None] * 3


def test_days_out_of_order_date_nothing():
    other = "<h2>3 حزيران 2018</h2>" + rows("06:10") + TODAY
    assert instants(TODAY + rows("10:05", "09:40") + BEFORE + rows("22:30") + other + rows("07:10")) == [None] * 5


def test_a_date_in_the_head_of_the_page_is_not_that_of_its_first_entries():
    head = "<div>1 تموز 2018</div><p>كل ما يجري في المدن والبلدات لحظة بلحظة مع مراسلينا</p>"
    found = instants(head + rows("10:05", "09:40") + TODAY + rows("09:30") + BEFORE + rows("20:30"))
    assert found[:2] == [None, None]
    assert found[2:] == [utc(2018, 7, 3, 6, 30), utc(2018, 7, 2, 17, 30)]
