"""The data of pages that web frameworks build: Nuxt, Next's streamed rows, Angular, Gatsby, JSON:API."""

import json

import pytest

from crawler.scripts import as_json, is_flat, unflattened
from tests.crawler.reading import html, parse, utc

SAID = "وصلت إلى المعبر قافلة من عشر شاحنات تحمل طحيناً، وانتظرها الأهالي على الطريق منذ الفجر."
FIRST, SECOND = f"{SAID} المرة الأولى", f"{SAID} المرة الثانية"
POSTS = [
    {"id": "p41", "title": "قافلة عند المعبر", "body": f"<p>{FIRST}</p>", "created_at": "2018-07-03T11:31:00+03:00"},
    {"id": "p40", "title": "طريق يفتح", "body": f"<p>{SECOND}</p>", "created_at": "2018-07-03T10:20:00+03:00"},
]


def flat(value, into):
    """The value in devalue's writing; its place in the list."""
    place = len(into)
    into.append(None)
    if isinstance(value, dict):
        into[place] = {key: flat(inner, into) for key, inner in value.items()}
    elif isinstance(value, tuple):
        into[place] = [value[0], flat(value[1], into)]
    elif isinstance(value, list):
        into[place] = [flat(inner, into) for inner in value]
    else:
        into[place] = value
    return place


def devalue():
    into = []
    flat(("ShallowReactive", {"data": ("Reactive", {"live": {"posts": POSTS}}), "state": {"a": None}}), into)
    return f'<script type="application/json" id="__NUXT_DATA__">{json.dumps(into, ensure_ascii=False)}</script>'


def called():
    rows = ",".join(
        f'{{id:"{post["id"]}",title:{json.dumps(post["title"])},body:{json.dumps(post["body"])},pinned:a,'
        f"created_at:{'c' if post is POSTS[0] else json.dumps(post['created_at'])},image:void 0}}"
        for post in POSTS
    )
    source = f"(function(a,b,c){{return {{data:[{{posts:[{rows}],}}],error:b,'routePath':'\\x2Flive'}}}}"
    return f'<script>window.__NUXT__={source}(!1,null,"{POSTS[0]["created_at"]}"));</script>'


def literal():
    return f"<script>var live = {{posts: {json.dumps(POSTS)}, 'name': 'it\\'s', count: .5, at: new Date(0),}};</script>"


def streamed():
    body = POSTS[0]["body"]
    outlined = [{**POSTS[0], "body": "$a"}, {**POSTS[1], "author": "$undefined"}]
    rows = (
        f'1:"$Sreact.fragment"\na:T{len(body.encode()):x},{body}'
        f"5:{json.dumps(['$', '$L2', None, {'posts': outlined}], ensure_ascii=False)}\n"
    )
    cut = rows.index("posts") + 2  # rows are cut anywhere
    pushed = [json.dumps([1, part]).replace("<", "\\u003c") for part in (rows[:cut], rows[cut:])]
    return "".join(f"<script>self.__next_f.push({part})</script>" for part in pushed)


def escaped():
    told = json.dumps({"G.live": {"body": {"posts": POSTS}}}, ensure_ascii=False)
    for sign, name in (("&", "&a;"), ('"', "&q;"), ("<", "&l;"), (">", "&g;")):
        told = told.replace(sign, name)
    return f'<script id="serverApp-state" type="application/json">{told}</script>'


@pytest.mark.parametrize("way", [devalue, called, literal, streamed, escaped])
def test_updates_are_found_in_what_a_framework_writes(way):
    parsed = parse(html(f"<div id=app>جاري التحميل</div>{way()}"))
    assert parsed.layout == "embedded"
    assert [(update.key, update.headline, update.text) for update in parsed.updates] == [
        ("p41", "قافلة عند المعبر", FIRST),
        ("p40", "طريق يفتح", SECOND),
    ]
    assert [update.published_at for update in parsed.updates] == [utc(2018, 7, 3, 8, 31), utc(2018, 7, 3, 7, 20)]


@pytest.mark.parametrize(
    "wrapped",
    [
        {"data": {"allUpdate": {"edges": [{"cursor": post["id"], "node": post} for post in POSTS]}}},
        {
            "stories": [
                {
                    "_id": post["id"],
                    "headlines": {"basic": post["title"]},
                    "display_date": post["created_at"],
                    "content_elements": [{"type": "text", "content": post["body"]}],
                }
                for post in POSTS
            ]
        },
        {
            "data": [
                {
                    "type": "node--live",
                    "id": post["id"],
                    "attributes": {
                        "title": post["title"],
                        "created": post["created_at"],
                        "body": {"value": post["body"], "processed": post["body"]},
                    },
                }
                for post in POSTS
            ]
        },
    ],
    ids=["edges", "elements", "attributes"],
)
def test_objects_whose_data_stand_a_level_below_are_read(wrapped):
    updates = parse(json.dumps(wrapped)).updates
    assert [(update.key, update.text) for update in updates] == [("p41", FIRST), ("p40", SECOND)]
    assert [update.published_at for update in updates] == [utc(2018, 7, 3, 8, 31), utc(2018, 7, 3, 7, 20)]


def test_a_flat_list_that_holds_itself_or_grows_without_measure_is_read_without_that():
    assert unflattened([{"a": 1, "self": 0}, "خبر", 0, 0]) == {"a": "خبر", "self": None}
    doubling = [[place + 1, place + 1] for place in range(60)]
    assert unflattened([{"deep": 1}, *[[inner + 1 for inner in pair] for pair in doubling], 1, 1]) is None
    assert not is_flat([{"id": "a"}, {"id": "b"}, 1, 2])


@pytest.mark.parametrize("source", ["{a: function(){return 1}}", "{a: [1, 2", "{a: 'خبر", "{a: b => 1}"])
def test_what_is_code_or_cut_off_is_no_literal(source):
    assert as_json(source, 0) is None
