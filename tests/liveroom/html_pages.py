"""The live room as HTML of several shapes, each with the furniture that real pages have around their entries."""

import html
import json
from collections.abc import Callable
from zoneinfo import ZoneInfo

from tests.liveroom.posts import Post, View, in_order, relative

URL = "https://news.example/live/south"
ZONE = ZoneInfo("Asia/Damascus")
_ADVERTS = ("عرض خاص على الهواتف هذا الأسبوع", "احجز رحلتك إلى طفس الآن", "خصومات الصيف على كل الأصناف")
_READ = ("دليل نازح إلى المدينة الجديدة", "عشر وصفات من مطبخ درعا", "قصف كلامي في برلمان بعيد", "صور من نوى القديمة")


def e(text: str) -> str:
    return html.escape(text, quote=True)


def clock(post: Post) -> str:
    return f"{post.at.astimezone(ZONE):%H:%M}"


def iso(post: Post) -> str:
    return post.at.astimezone(ZONE).isoformat(timespec="seconds")


def words(post: Post) -> str:
    return "".join(f"<p>{e(text)}</p>" for text in post.paragraphs)


def count(view: View) -> int:
    """A number that is another one at every poll: views, votes, shares."""
    return view.rng.randrange(1, 5_000)


def page(view: View, body: str, *, head: str = "", index: bool = True) -> bytes:
    """The page around the entries: header with today's date, key events, sidebar, tags, footer; other at every poll."""
    rng = view.rng
    read = rng.sample(_READ, 3)
    events = "".join(
        f'<li><time datetime="{iso(post)}">{clock(post)}</time> <a href="#{post.id}">{e(post.headline)}</a></li>'
        for post in in_order(view.posts)[:6]
    )
    sidebar = "".join(f'<li><a href="/n/{rng.randrange(10**6)}">{e(title)}</a></li>' for title in read)
    return (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>الجنوب لحظة بلحظة</title>'
        f'<meta property="article:modified_time" content="{view.changed_at.isoformat()}">{head}</head><body>'
        f'<header><div class="today">{view.now.astimezone(ZONE):%Y/%m/%d %H:%M}</div><nav><a href="/">الرئيسة</a>'
        f'<a href="/live-stream">البث المباشر</a></nav></header><main><h1>الجنوب لحظة بلحظة</h1>'
        f"{f'<section class=index><h2>أبرز الأحداث</h2><ul>{events}</ul></section>' if index else ''}{body}"
        f'<div class="tags"><a href="/t/1">طفس</a><a href="/t/2">نزوح</a></div></main>'
        f"<aside><h3>الأكثر قراءة</h3><ul>{sidebar}</ul></aside>"
        f"<footer>تابعونا على فيسبوك {rng.randrange(100)}</footer></body></html>"
    ).encode()


def with_adverts(view: View, blocks: list[str], *, tag: str = "div") -> str:
    """The blocks with adverts between them, at other places and with other words at every poll."""
    for _ in range(3):
        place = view.rng.randrange(len(blocks) + 1)
        blocks.insert(place, f'<{tag} class="ad-slot"><span>إعلان</span><p>{view.rng.choice(_ADVERTS)}</p></{tag}>')
    return "\n".join(blocks)


def _entries(view: View, block: Callable[[Post], str], *, tag: str = "div") -> str:
    return with_adverts(view, [block(post) for post in view.posts], tag=tag)


def _article(view: View, post: Post) -> str:
    pinned = " pinned" if post.number in view.pinned else ""
    return (
        f'<article class="post{pinned}" id="{post.id}">'
        f'<header><time datetime="{iso(post)}">{clock(post)}</time></header>'
        f"<h3>{e(post.headline)}</h3><div>{words(post)}</div>"
        f'<div class="share"><a href="https://facebook.com/sharer?u={URL}%23{post.id}">شارك</a></div></article>'
    )


def json_ld(view: View) -> str:
    updates = [
        {
            "@type": "BlogPosting",
            "@id": f"{URL}#{post.id}",
            "headline": post.headline,
            "datePublished": iso(post),
            **({"dateModified": post.changed_at.isoformat()} if post.changed_at else {}),
            "articleBody": " ".join(post.paragraphs),
        }
        for post in view.posts
    ]
    told = {"@context": "https://schema.org", "@type": "LiveBlogPosting", "url": URL, "liveBlogUpdate": updates}
    source = json.dumps(told, ensure_ascii=False)
    return f'<script type="application/ld+json">{source[: len(source) // 2] if view.broken else source}</script>'


def liveblog(view: View) -> bytes:
    return page(view, _entries(view, lambda post: _article(view, post)), head=json_ld(view))


def liveblog_alone(view: View) -> bytes:
    """JSON-LD without entries in the HTML; it never breaks, for nothing else would be there to read."""
    whole = View(view.number, view.now, view.posts, view.pinned, view.rng, broken=False)
    return page(view, "<p>تتحدث هذه الصفحة تلقائياً.</p>", head=json_ld(whole), index=False)


def microdata(view: View) -> bytes:
    def block(post: Post) -> str:
        return (
            f'<div itemprop="liveBlogUpdate" itemscope itemtype="https://schema.org/BlogPosting" id="{post.id}">'
            f'<meta itemprop="url" content="{URL}#{post.id}"><meta itemprop="datePublished" content="{iso(post)}">'
            f'<h2 itemprop="headline">{e(post.headline)}</h2><div itemprop="articleBody">{words(post)}</div></div>'
        )

    body = f'<div itemscope itemtype="https://schema.org/LiveBlogPosting">{_entries(view, block)}</div>'
    return page(view, body)


def amp(view: View) -> bytes:
    def block(post: Post) -> str:
        changed = f' data-update-time="{int(post.changed_at.timestamp())}"' if post.changed_at else ""
        return (
            f'<div id="{post.id}" data-sort-time="{int(post.at.timestamp())}"{changed}>'
            f"<h3>{e(post.headline)}</h3><div>{words(post)}</div></div>"
        )

    items = "".join(block(post) for post in view.posts)
    return page(view, f'<amp-live-list id="l" data-poll-interval="15000"><div items>{items}</div></amp-live-list>')


def blocks_with_ids(view: View) -> bytes:
    return page(view, _entries(view, lambda post: _article(view, post)))


def blocks_without_ids(view: View) -> bytes:
    def block(post: Post) -> str:
        counters = f"<div><i></i> {count(view)} <i></i> {count(view)}</div>"
        told = f'<time datetime="{iso(post)}">{clock(post)}</time><div>{words(post)}</div>'
        return f'<li class="brief">{told}{counters}</li>'

    return page(view, f"<ul>{_entries(view, block, tag='li')}</ul>")


def blocks_with_clocks(view: View) -> bytes:
    def block(post: Post) -> str:
        asked = f"<p>هل أفادك الخبر؟ نعم {count(view)} لا {count(view)}</p>"
        return f'<li class="brief"><b>{clock(post)}</b><div>{words(post)}</div>{asked}</li>'

    return page(view, f"<ul>{_entries(view, block, tag='li')}</ul>", index=False)


def blocks_relative_with_ids(view: View) -> bytes:
    def block(post: Post) -> str:
        return (
            f'<div class="item" data-id="{post.id}"><span class="when">{relative(post.at, view.now)}</span>'
            f"<div>{words(post)}</div></div>"
        )

    return page(view, _entries(view, block), index=False)


def blocks_relative(view: View) -> bytes:
    def block(post: Post) -> str:
        return (
            f'<div class="item"><span class="when">{relative(post.at, view.now)}</span><div>{words(post)}</div>'
            f"<em>{count(view)} مشاركة</em></div>"
        )

    return page(view, _entries(view, block), index=False)


def article_with_clocks(view: View) -> bytes:
    parts = [
        f"<p><strong>{clock(post)}</strong> {e(post.paragraphs[0])}</p>"
        + "".join(f"<p>{e(text)}</p>" for text in post.paragraphs[1:])
        + f"<p>👁 {count(view)}</p>"
        for post in view.posts
    ]
    lead = f"<p>هذه أبرز التطورات كما تصل من مراسلينا في الجنوب.</p><p>{count(view)} مشاهدة</p>"
    return page(view, f"<div class=content>{lead}{with_adverts(view, parts)}</div>", index=False)


def article_with_bullets(view: View) -> bytes:
    parts = "".join(f"<p>• {e(post.paragraphs[0])}</p>" for post in view.posts)
    label = '<a class="label" href="/live">التغطية الحية</a>'
    return page(view, f"{label}<div class=content>{parts}</div>", index=False)


def ticker(view: View) -> bytes:
    lines = [f'<div class="nbar"><a href="ar/bar/0">{e(post.paragraphs[0])}</a></div>' for post in view.posts]
    lines.insert(
        view.rng.randrange(len(lines)), '<div class="nbar"><a href="ar/bar/0">نايل سات: 11334 - عمودي - 27500</a></div>'
    )
    return page(view, f'<div class="newsticker">{"".join(lines)}</div>', index=False)


def listing(view: View) -> bytes:
    def block(post: Post) -> str:
        return (
            f'<div class="card"><h3><a href="/news/{post.id}?utm_source=home{view.number}">{e(post.headline)}</a></h3>'
            f"<span class=date>{relative(post.at, view.now)}</span></div>"
        )

    return page(view, "".join(block(post) for post in view.posts), index=False)


def telegram(view: View) -> bytes:
    def block(post: Post) -> str:
        text = "<br><br>".join(e(text) for text in post.paragraphs)
        name = "tgme_widget_message"
        return (
            f'<div class="{name}_wrap"><div class="{name}" data-post="room/{1000 + post.number}">'
            f'<div class="{name}_author">غرفة الأخبار</div><div class="{name}_text js-message_text">{text}</div>'
            f'<div class="{name}_footer"><span class="{name}_views">{view.rng.randrange(9999)}</span>'
            f'<a class="{name}_date"><time datetime="{iso(post)}">{clock(post)}</time></a></div></div></div>'
        )

    return page(view, "".join(block(post) for post in view.posts), index=False)
