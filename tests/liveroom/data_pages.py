"""The live room as data: feeds, REST answers, the state that a page carries for its scripts."""

import base64
import json
from datetime import datetime
from email.utils import format_datetime

from tests.liveroom.html_pages import e, iso, page, words
from tests.liveroom.posts import Post, View

SITE = "https://news.example"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _gmt(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}"


def wordpress_liveblog(view: View) -> bytes:
    entries = [
        {
            "id": str(4000 + post.number),
            "type": "update" if post.changed_at else "new",
            "render": f"<div>{words(post)}</div>",
            "entry_time": str(int(post.at.timestamp())),
            "timestamp": str(int((post.changed_at or post.at).timestamp())),
        }
        for post in view.posts
    ]
    return _json({"entries": entries, "latest_timestamp": int(view.changed_at.timestamp()), "pages": 3})


def wordpress_posts(view: View) -> bytes:
    return _json([
        {
            "id": 7000 + post.number,
            "date": iso(post)[:19],
            "date_gmt": _gmt(post.at),
            "modified_gmt": _gmt(post.changed_at or post.at),
            "link": f"{SITE}/{post.id}/",
            "title": {"rendered": e(post.headline)},
            "content": {"rendered": words(post), "protected": False},
            "excerpt": {"rendered": f"<p>{e(post.paragraphs[0])}</p>"},
        }
        for post in view.posts
    ])  # fmt: skip


def _node(post: Post) -> dict[str, object]:
    return {
        "id": post.id,
        "publishedAt": iso(post),
        "updatedAt": (post.changed_at or post.at).isoformat(),
        "headline": post.headline,
        "body": words(post),
    }


def next_data(view: View) -> bytes:
    told = {"props": {"pageProps": {"liveblog": {"posts": [_node(post) for post in view.posts]}, "menu": [1, 2]}}}
    script = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(told, ensure_ascii=False)}</script>'
    return page(view, f'<div id="__next"><p>جار التحميل</p></div>{script}', index=False)


def apollo(view: View) -> bytes:
    """Apollo's cache in base64, as a script sets it."""
    cache = {f"Update:{post.id}": {"__typename": "Update", **_node(post)} for post in view.posts}
    told = base64.b64encode(json.dumps(cache).encode()).decode()
    script = f'<script>window.__APOLLO_STATE__ = "{told}";</script>'
    return page(view, f'<div id="root"></div>{script}', index=False)


def rss(view: View) -> bytes:
    items = "".join(
        f"<item><title>{e(post.headline)}</title><link>{SITE}/n/{post.id}?utm_source=rss{view.number}</link>"
        f'<guid isPermaLink="false">{post.id}</guid><pubDate>{format_datetime(post.at)}</pubDate>'
        f"<description>{e(words(post))}</description></item>"
        for post in view.posts
    )
    built = format_datetime(view.now)
    head = f"<title>غرفة الأخبار</title><link>{SITE}</link><lastBuildDate>{built}</lastBuildDate>"
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def atom(view: View) -> bytes:
    entries = "".join(
        f"<entry><id>urn:uuid:{post.id}</id><title>{e(post.headline)}</title><link href='{SITE}/n/{post.id}'/>"
        f"<published>{iso(post)}</published><updated>{(post.changed_at or post.at).isoformat()}</updated>"
        f'<content type="html">{e(words(post))}</content></entry>'
        for post in view.posts
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>غرفة</title>{entries}</feed>'.encode()


def json_feed(view: View) -> bytes:
    items = [
        {
            "id": post.id,
            "url": f"{SITE}/n/{post.id}",
            "title": post.headline,
            "content_html": words(post),
            "date_published": iso(post),
        }
        for post in view.posts
    ]
    return _json({"version": "https://jsonfeed.org/version/1.1", "title": "غرفة", "items": items})


def sitemap(view: View) -> bytes:
    rows = "".join(
        f"<url><loc>{SITE}/n/{post.id}</loc><news:news><news:publication_date>{iso(post)}</news:publication_date>"
        f"<news:title>{e(post.headline)}</news:title></news:news></url>"
        for post in view.posts
    )
    schemas = "sitemap/0.9", "sitemap-news/0.9"
    spaces = 'xmlns="http://www.sitemaps.org/schemas/{}" xmlns:news="http://www.google.com/schemas/{}"'.format(*schemas)
    return f'<?xml version="1.0"?><urlset {spaces}>{rows}</urlset>'.encode()


def bbc(view: View) -> bytes:
    def paragraph(text: str) -> dict[str, object]:
        return {"type": "paragraph", "model": {"text": text, "blocks": [{"type": "fragment", "model": {"text": text}}]}}

    def post_of(post: Post) -> dict[str, object]:
        title = {
            "type": "headline",
            "model": {"blocks": [{"type": "text", "model": {"blocks": [paragraph(post.headline)]}}]},
        }
        body = {"type": "text", "model": {"blocks": [paragraph(text) for text in post.paragraphs]}}
        return {
            "urn": f"asset:{post.id}",
            "type": "POST",
            "header": {"model": {"blocks": [title]}},
            "content": {"model": {"blocks": [body]}},
            "dates": {
                "firstPublished": iso(post),
                "lastPublished": (post.changed_at or post.at).isoformat(),
                "time": view.now.isoformat(),
            },
            "options": {"isBreakingNews": False},
        }

    results = [post_of(post) for post in view.posts]
    stream = {"content": {"data": {"results": results, "page": {"index": 1, "total": 1}}}}
    return _json({"data": {"liveTextStream": stream, "isLive": True}})


def aljazeera(view: View) -> bytes:
    """The shell with its state; the texts come by GraphQL: `aljazeera_answer`."""
    cache = {
        f"ChildMeta:{post.number}": {
            "__typename": "ChildMeta",
            "id": 9000 + post.number,
            "publishedTime": str(int(post.at.timestamp())),
        }
        for post in view.posts
    }
    told = base64.b64encode(json.dumps(cache).encode()).decode()
    head = '<meta name="contentType" content="liveblog"><meta name="postID" content="1">'
    script = f'<script>window.__APOLLO_STATE__ = "{told}";</script>'
    return page(view, f'<section aria-label="تحديثات مباشرة لمدونة"></section>{script}', head=head, index=False)


def aljazeera_answer(post: Post) -> bytes:
    told = {
        "__typename": "Post",
        "id": str(9000 + post.number),
        "postType": "liveblog-update",
        "title": post.headline,
        "content": words(post),
        "date": _gmt(post.at),
        "modified_gmt": _gmt(post.changed_at or post.at),
        "link": "https://www.aljazeera.net/news/liveblog/2018/7/3/south",
    }
    return _json({"data": {"posts": told}})
