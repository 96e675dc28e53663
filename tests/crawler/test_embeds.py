"""Live coverage of other providers is named, never taken for an empty page."""

import pytest

from crawler.encoding import ReadError
from tests.crawler.reading import html, parse

ARTICLE = "<h1>تغطية الجنوب المباشرة لهذا اليوم</h1>" + "<p>مقدمة طويلة عن التغطية وما سيتبعها من أخبار.</p>" * 9


@pytest.mark.parametrize(
    ("tag", "provider"),
    [
        ('<script src="https://v.24liveblog.com/24.js"></script><div data-eid="2871"></div>', "24liveblog"),
        ('<script src="https://embed.ScribbleLive.com/x.js"></script>', "ScribbleLive"),
        ('<iframe src="https://livecenter.norkon.net/frame/x/1"></iframe>', "Norkon Live Center"),
        ('<div class="arena-liveblog" data-embed="https://go.arena.im/embed.js"></div>', "Arena"),
        ('<iframe src="//embed.scribblelive.com/Embed/v7.aspx?Id=28"></iframe>', "ScribbleLive"),
        ('<script src="https://www.tickaroo.com/js/embed.js"></script>', "Tickaroo"),
        ('<iframe src="https://example.liveblog.pro/lb/1/index.html"></iframe>', "Sourcefabric Live Blog"),
    ],
)
def test_an_embedded_live_blog_is_reported(tag, provider):
    with pytest.raises(ReadError, match=f"embedded from {provider}"):
        parse(html(tag))
    parsed = parse(html(ARTICLE + tag))
    assert len(parsed.updates) == 1
    assert f"the live entries are embedded from {provider}: not split" in parsed.notes


def test_a_text_that_names_a_provider_embeds_nothing():
    parsed = parse(html(ARTICLE + "<p>تستخدم صحف كثيرة منصات مثل arena.im و 24liveblog لهذا الغرض.</p>"))
    assert not any("embedded from" in note for note in parsed.notes)
