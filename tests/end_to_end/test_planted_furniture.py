"""Sixty planted pieces of furniture that name watched places: none of them is matched, none of them makes an edit."""

import pytest

from monitor.watches.matcher import compile_terms
from tests.crawler.reading import html, parse

TERMS = ["طفس", "نوى", "concept:displacement", "درعا"]
SAID = [
    "أعلن المجلس البلدي افتتاح الحديقة العامة بعد ترميم استمر شهرين.",
    "قالت وزارة التربية إن نتائج الامتحانات تصدر مطلع الأسبوع المقبل.",
    "سجلت أسعار الخضار انخفاضاً طفيفاً في أسواق العاصمة اليوم.",
    "توقعت الأرصاد الجوية طقساً حاراً نسبياً في معظم المناطق.",
]
HEAD = "".join(f'<meta property="{name}" content="2018-07-03T11:{minute}:00+03:00">' for name, minute in (
    ("article:published_time", "07"), ("article:modified_time", "30")))  # fmt: skip

# Each with the words {w}, which name watched places and change from one visit to the next.
PIECES = {
    "related list": '<div class="related-news"><h3>أخبار ذات صلة</h3><a href="/1">قصف على {w}</a></div>',
    "related, unnamed": '<h4>اقرأ أيضاً</h4><ul><li><a href="/1">نزوح {w}</a></li><li><a href="/2">{w}</a></li></ul>',
    "related paragraph": '<p>اقرأ أيضاً: <a href="/1">نازحون من {w} يروون رحلتهم</a></p>',
    "related in bold": '<p><strong>شاهد أيضاً: <a href="/1">قصف جوي على {w}</a></strong></p>',
    "related as text": "<p>اقرأ المزيد: عائلات تغادر {w} نحو الحدود</p>",
    "also read": '<p>Read also: <a href="/1">نزوح جديد من {w}</a></p>',
    "tags": '<div class="tags"><a href="/t/1">{w}</a> <a href="/t/2">نزوح</a></div>',
    "tags as a line": "<p>الكلمات المفتاحية: {w}، نزوح، قصف</p>",
    "tag list": '<ul class="post-tags"><li><a href="/t/1">#{w}</a></li><li><a href="/t/2">#نزوح</a></li></ul>',
    "caption": '<figure><img src="/a.jpg" alt="{w}"><figcaption>نازحون من {w} (أرشيف)</figcaption></figure>',
    "caption in a box": '<div class="wp-caption"><img src="/a.jpg"><p class="wp-caption-text">ريف {w}</p></div>',
    "picture text": '<img src="/a.jpg" alt="قصف على {w}" title="{w}">',
    "follow us": "<p>تابعونا على فيسبوك وتلغرام لأخبار {w} ونزوح أهلها</p>",
    "join the channel": '<p>انضم إلى قناتنا على تلغرام <a href="https://t.me/x">{w}</a></p>',
    "newsletter": '<div class="newsletter-box"><p>اشترك لتصلك أخبار {w} والنازحين كل صباح</p></div>',
    "comments": '<section id="comments"><p>رأيي أن نزوح أهل {w} كان متوقعاً منذ البداية</p></section>',
    "comment form": '<form class="comment-form"><label>علق على خبر {w}</label><textarea>نزوح</textarea></form>',
    "advert": '<div class="ad-slot"><span>إعلان</span><p>رحلات يومية إلى {w} بأسعار مميزة</p></div>',
    "advert, unnamed": "<div><span>إعلان</span><p>رحلات يومية إلى {w} بأسعار مميزة</p></div>",
    "today": '<div class="today-date">الثلاثاء 03 تموز 2018 - {w}</div>',
}
VISITS = ("طفس", "نوى")


def article(piece):
    paragraphs = [f"<p>{said}</p>" for said in SAID] * 2
    paragraphs.insert(5, piece)
    return html(f"<h1>حديقة المدينة تفتح أبوابها</h1><article>{''.join(paragraphs)}{piece}</article>", head=HEAD,
                title="حديقة المدينة تفتح أبوابها")  # fmt: skip


def entries(piece):
    blocks = "".join(_block(n, said, piece if n == 1 else "") for n, said in enumerate(SAID))
    return html(f"<h1>متابعة الأخبار</h1>{blocks}", head=HEAD)


def around(piece):
    blocks = "".join(_block(n, said, "") for n, said in enumerate(SAID))
    main = f"<header>{piece}</header><main><h1>متابعة الأخبار</h1>{blocks}</main>"
    return html(f"{main}{piece}<footer>{piece}</footer>", head=HEAD)


def _block(n, said, piece):
    return f'<div class="entry" id="e{n}a7c"><time>0{9 - n}:50</time><div><p>{said}</p>{piece}</div></div>'


PAGES = {"in an article": article, "in an entry": entries, "around the entries": around}


@pytest.fixture(scope="module")
def matcher():
    return compile_terms(TERMS)


@pytest.mark.parametrize("where", list(PAGES))
@pytest.mark.parametrize("name", list(PIECES))
def test_furniture_is_neither_matched_nor_an_edit(name, where, matcher):
    first, second = (parse(PAGES[where](PIECES[name].format(w=words))).updates for words in VISITS)
    assert [(one.key, one.headline, one.text) for one in first] == [(one.key, one.headline, one.text) for one in second]
    assert len(first) == (1 if where == "in an article" else len(SAID))
    for update in first:
        assert not matcher.find(update.text or "", update.headline or ""), update.text


def test_there_are_sixty():
    assert len(PAGES) * len(PIECES) == 60
