"""The pages of the demo's outlets: what is shown becomes HTML and RSS as real outlets serve them."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from monitor.demo.story import Outlet, Shown

ZONE = ZoneInfo("Asia/Damascus")
WEEKDAYS = ("الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
MONTHS = (
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
)
# What stands around an article and names watched towns, so that it shows when furniture is taken for text.
RELATED = (
    {"href": "/news/1204", "title": "قصف على طفس يوقع ضحايا"},
    {"href": "/news/1199", "title": "نزوح جماعي من درعا قبل عام: صور من الأرشيف"},
)
INLINE = {"href": "/news/1187", "title": "نازحون من درعا يروون رحلة الأيام الثلاثة"}
TAGS = ("درعا", "نوى", "نزوح")
CAPTION = "من أحياء درعا (أرشيف)"
MOST_READ = (
    {"href": "/story/1", "title": "عشر وصفات لحلويات العيد"},
    {"href": "/story/2", "title": "كيف تحمي نوى التمر من التعفن"},
    {"href": "/story/3", "title": "دليل المسافر إلى قلعة بصرى الشام"},
)

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def live_page(outlet: Outlet, posts: Sequence[Shown], *, url: str) -> str:
    """A LiveBlogPosting: the same entries as JSON-LD in the head and as HTML in the body, newest first."""
    modified_at = max(post.changed_at for post in posts)
    json_ld = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "@id": url,
        "url": url,
        "headline": outlet.headline,
        "description": outlet.lead,
        "inLanguage": "ar",
        "datePublished": _iso(posts[-1].published_at),
        "dateModified": _iso(modified_at),
        "coverageStartTime": _iso(posts[-1].published_at),
        "publisher": _publisher(outlet),
        "liveBlogUpdate": [_live_update(post, url) for post in posts],
    }
    return _render(
        "live.html.j2",
        outlet,
        url=url,
        title=outlet.headline,
        posts=[_fields(post) for post in posts],
        started=_iso(posts[-1].published_at),
        modified=_iso(modified_at),
        modified_text=_clock(modified_at),
        json_ld=_script(json_ld),
        links=MOST_READ,
    )


def list_page(outlet: Outlet, posts: Sequence[Shown], *, url: str) -> str:
    """A plain list, newest first: every entry with the time of day as text, without an id, a link or a date."""
    modified_at = max(post.changed_at for post in posts)
    return _render(
        "list.html.j2",
        outlet,
        url=url,
        title=outlet.headline,
        posts=[_fields(post) for post in posts],
        modified=_iso(modified_at),
        modified_text=_date(modified_at),
    )


def feed(outlet: Outlet, posts: Sequence[Shown], *, url: str, base: str) -> str:
    """RSS 2.0: the headline and first paragraph of each article, newest first."""
    return _render("feed.xml.j2", outlet, url=url, base=base, posts=[_fields(post) for post in posts])


def article_page(outlet: Outlet, post: Shown, *, url: str) -> str:
    """A NewsArticle with what usually stands around one."""
    aside = post.post.aside
    json_ld = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": url,
        "url": url,
        "headline": post.post.headline,
        "inLanguage": "ar",
        "articleSection": post.post.section,
        "datePublished": _iso(post.published_at),
        "dateModified": _iso(post.changed_at),
        "author": _publisher(outlet),
        "publisher": _publisher(outlet),
    }
    return _render(
        "article.html.j2",
        outlet,
        url=url,
        title=post.post.headline,
        post=_fields(post),
        json_ld=_script(json_ld),
        caption=CAPTION if "caption" in aside else "",
        inline=INLINE if "inline" in aside else None,
        tags=TAGS if "tags" in aside else (),
        related=RELATED if "related" in aside else (),
    )


def _live_update(post: Shown, url: str) -> dict[str, Any]:
    permalink = f"{url}#{post.post.anchor}"
    update = {
        "@type": "BlogPosting",
        "@id": permalink,
        "url": permalink,
        "datePublished": _iso(post.published_at),
        "dateModified": _iso(post.changed_at),
        "articleBody": post.text,
    }
    return {**update, "headline": post.post.headline} if post.post.headline else update


def _fields(post: Shown) -> dict[str, Any]:
    """What a template needs of a post."""
    return {
        "anchor": post.post.anchor,
        "number": post.post.number,
        "headline": post.post.headline,
        "section": post.post.section,
        "paragraphs": post.paragraphs,
        "published": _iso(post.published_at),
        "changed": _iso(post.changed_at),
        "clock": _clock(post.published_at),
        "stamp": f"{post.published_at.astimezone(ZONE):%Y.%m.%d | %H:%M} دمشق",
        "mailed": format_datetime(post.published_at.astimezone(ZONE)),
    }


def _render(template: str, outlet: Outlet, **values: Any) -> str:
    return _templates.get_template(template).render(outlet=outlet, **values)


def _script(data: Mapping[str, Any]) -> Markup:
    """JSON that may stand inside a script element."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))


def _publisher(outlet: Outlet) -> dict[str, str]:
    return {"@type": "NewsMediaOrganization", "name": outlet.title}


def _iso(at: datetime) -> str:
    return at.astimezone(ZONE).isoformat(timespec="seconds")


def _clock(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%H:%M}"


def _date(at: datetime) -> str:
    local = at.astimezone(ZONE)
    return f"{WEEKDAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {local.year}"
