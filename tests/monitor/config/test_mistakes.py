"""Each mistake is one line: file, table, key, value, what is allowed, «did you mean»."""

from pathlib import Path

import pytest

from monitor.app import compile_rules
from monitor.config import ConfigError, load_config, mistake_for_term, mistake_for_watch
from tests.monitor.config.files import RIGHT

MAIL = """
[channels.mail]
kind = "email"
to = ["a@example.org"]
from = "marsad@example.org"
host = "smtp.example.org"
"""


def test_a_channel_that_is_not_defined(folder):
    line = folder.mistake(RIGHT.replace('channels = ["desk"]', 'channels = ["desk2"]'))
    assert line == (
        'config.toml: [[watches]] no. 1 "nuzuh": channels = "desk2": no such channel; defined: desk; '
        'did you mean "desk"?'
    )


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('contact = "desk@relief.test"', "", '[marsad]: contact: is missing: write contact = "desk@example.org"'),
        ("desk@relief.test", "nobody", '[marsad]: contact = "nobody": must be a mail address or an "https://" page'),
        ("[marsad]", '[marsad]\ntimezone = "Damascus"', '[marsad]: timezone = "Damascus": no such time zone'),
        ("[marsad]", '[marsad]\ntimezone = "../x"', '[marsad]: timezone = "../x": no such time zone'),
        ("[marsad]", "[marsad]\nbacklog = 2", '[marsad]: backlog = 2: must be a duration such as "60s"'),
        ("[marsad]", '[marsad]\nbacklog = "2 hours"', '[marsad]: backlog = "2 hours": must be a duration'),
        ("[marsad]", '[marsad]\nlate_after = "0s"', '[marsad]: late_after = "0s": must be from "1m" to "30d"'),
        ("[marsad]", '[marsad]\nlog = "JSON"', '[marsad]: log = "JSON": must be "text" or "json"'),
        ("[marsad]", '[marsad]\ndaily = "8"', '[marsad]: daily = "8": must be a time of day such as "08:00", or "off"'),
        ("[marsad]", "[marsad]\ndatabase = 1", "[marsad]: database = 1: must be the path of a file"),
        ("[marsad]", '[marsad]\ncontakt = "x"', "[marsad]: contakt: unknown key; known: contact, database,"),
        ('name = "syria-tv"\n', "", "[[sources]] no. 1: name: is missing: write a short Latin name"),
        ("syria-tv", "تلفزيون", '[[sources]] no. 1 "تلفزيون": name = "تلفزيون": must be short and Latin'),
        ("https://www", "www", 'pages = "www.example.org/live": must be a whole URL that begins with "https://"'),
        ("https://www", "ftp://www", 'pages = "ftp://www.example.org/live": must be a whole URL'),
        ("https://www", "https://me:pass@www", "pages: holds a login"),
        ("/live", "/li ve", 'pages = "https://www.example.org/li ve": holds a space or an invisible character'),
        ("example.org/live", "[oops/live", 'pages = "https://www.[oops/live": is no URL'),
        ('["https://www.example.org/live"]', '"https://x.test/"', 'must be a list: write ["https://x.test/"]'),
        ('["https://www.example.org/live"]', "[]", "pages = []: must hold at least one"),
        ("pages =", 'every = "500ms"\npages =', 'every = "500ms": must be a duration'),
        ("pages =", 'every = "0s"\npages =', 'every = "0s": must be from "1s" to "1d"'),
        ("pages =", 'every = "1m"\nfastest = "2m"\npages =', 'fastest = "2m": must not be longer than `every` ("1m")'),
        ("pages =", 'slowest = "5s"\npages =', 'slowest = "5s": must not be shorter than `every` ("1m")'),
        ("pages =", 'follow = "yes"\npages =', 'follow = "yes": must be true or false, without quotes'),
        ("pages =", 'zone = ""\npages =', 'zone = "": no such time zone'),
        ('/live"]', '/live", "https://www.example.org/live"]', '"https://www.example.org/live" is named twice'),
        ('any = ["نازحون"]', "", "any: is missing: write at least one term"),
        ('any = ["نازحون"]', 'any = [""]', 'any = "": must not be empty'),
        ('any = ["نازحون"]', 'any = "نازحون"', 'any = "نازحون": must be a list: write ["نازحون"]'),
        ('any = ["نازحون"]', 'keywords = "نازحون"', 'keywords = "نازحون": must be a list'),
        ("any =", 'keywords = ["x"]\nany =', 'keywords = ["x"]: says the same as `any`: write one of the two'),
        ("any =", 'within = "paragraf"\nany =', 'or "update"; did you mean "paragraph"?'),
        (
            "any =",
            'query = "نوى"\nany =',
            'query = "نوى": does not go with `any`: write those terms into it',
        ),
        ("any =", 'deliver = "sometimes"\nany =', 'deliver = "sometimes": must be "now", a digest such as "15m"'),
        ("any =", 'deliver = "5s"\nany =', 'deliver = "5s": a digest comes every "1m" to "1d"'),
        ("any =", 'sources = ["syria_tv"]\nany =', 'no such source; defined: syria-tv; did you mean "syria-tv"?'),
        ('["desk"]', '["desk", "desk"]', 'channels = "desk": is named twice'),
        ('["desk"]', "[]", "channels = []: must hold at least one"),
        ('kind = "console"', "", '[channels.desk]: kind: is missing: write one of "console", "email", "slack"'),
        ('kind = "console"', 'kind = "mail"', '[channels.desk]: kind = "mail": must be one of'),
        ('kind = "console"', 'kind = "webhook"', "[channels.desk]: url: is missing: write the URL as a secret"),
        ('kind = "console"', 'kind = "slack"', "[channels.desk]: webhook: write either `webhook`, or `token` and `to`"),
        (
            'kind = "console"',
            'kind = "slack"\ntoken = { env = "T" }',
            "[channels.desk]: to: is missing beside `token`",
        ),
        ('kind = "console"', 'kind = "console"\nquiet = "23-6"', 'quiet = "23-6": must be two times of day such as'),
        ('kind = "console"', 'kind = "console"\nquiet = "06:00-06:00"', "begins when it ends"),
        ('kind = "console"', 'kind = "console"\noperater = true', '"operator"?'),
        (
            "[[watches]]",
            '[sources.layout]\nentry = "li["\n[[watches]]',
            '[sources.layout]: entry = "li[": must be a CSS selector',
        ),
        ("[[watches]]", "[sources.layout]\n[[watches]]", "[sources.layout]: entry: is missing: write the CSS selector"),
        ("[[watches]]", '[sources.layout]\nentry = "li"\ntyme = "b"\n[[watches]]', 'did you mean "time"?'),
        ("[[watches]]", "[watches]", "[watches]: one table each, with two brackets: [[watches]]"),
        ("[channels.desk]", "[[channels]]", "[channels]: one table each, with its name in one pair of brackets"),
        ("[marsad]", "[web]\nport = 1\n[marsad]", "[web]: unknown table; known: marsad, sources,"),
        ("[marsad]", "[mrsad]", 'did you mean "marsad"?'),
        ("[channels.desk]", '[channels."غرفة"]', "[channels.غرفة]: must be short and Latin"),
    ],
)
def test_a_mistake_is_named(folder, old, new, line):
    assert old in RIGHT
    assert any(line in found for found in folder.mistakes(RIGHT.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('tls = "none"\n', 'tls = "none": is for this machine only; "smtp.example.org" needs "starttls" or "tls"'),
        ('tls = "ssl"\n', 'tls = "ssl": must be "starttls", "tls" or "none"'),
        ("port = 0\n", "port = 0: must be at least 1"),
        ('port = "587"\n', 'port = "587": must be a whole number, without quotes'),
        ('user = "marsad"\n', "password: is missing beside `user`"),
        ('password = { env = "X" }\n', "user: is missing beside `password`"),
        (
            'user = "m"\npassword = { env = "X", file = "y" }\n',
            'password: must be { env = "NAME" } or { file = "path" }',
        ),
        ('user = "m"\npassword = { ENV = "X" }\n', 'password: must be { env = "NAME" } or { file = "path" }'),
    ],
)
def test_a_mistake_in_an_email_channel_is_named(folder, text, line):
    assert folder.mistake(RIGHT + MAIL + text) == f"config.toml: [channels.mail]: {line}" or line in folder.mistake(
        RIGHT + MAIL + text
    )


@pytest.mark.parametrize("address", ["a b@example.org", "a@example.org, b@example.org", "A <a@example.org>", "a"])
def test_a_recipient_is_one_bare_address(folder, address):
    line = folder.mistake(RIGHT + MAIL.replace('to = ["a@example.org"]', f'to = ["{address}"]'))
    assert line.startswith(f'config.toml: [channels.mail]: to = "{address}": must be one mail address')


def test_an_address_cannot_carry_a_second_header(folder):
    line = folder.mistake(RIGHT + MAIL.replace("marsad@example.org", "a@example.org\\nBcc: b@example.org"))
    assert 'from = "a@example.org\\nBcc: b@example.org": must be one mail address' in line


def test_a_secret_in_the_file_is_refused_and_never_printed(folder):
    for text in (
        MAIL + 'user = "m"\npassword = "geheim1"\n',
        MAIL + 'user = "m"\npasswort = "geheim1"\n',
        MAIL + 'user = "m"\npassword = ["geheim1"]\n',
        MAIL + 'user = "m"\npassword = { value = "geheim1" }\n',
        '[channels.night]\nkind = "slack"\nwebhook = "https://hooks.example.org/geheim1"\n',
        '[channels.night]\nwebhook = "https://hooks.example.org/geheim1"\n',
        '[channels.night]\nkind = "slack"\nwebhook = "https://hooks.example.org/geheim1\n',
        'channels.night = "https://hooks.example.org/geheim1"\n',
    ):
        for line in folder.mistakes(RIGHT + text):
            assert "geheim1" not in line
    line = folder.mistake(RIGHT + MAIL + 'user = "m"\npassword = "geheim1"\n')
    assert line.endswith(
        'password: a secret is never written in this file; write { env = "NAME" } or { file = "path" }'
    )


def test_every_mistake_is_told_at_once(folder):
    text = RIGHT.replace("[marsad]", '[marsad]\nlog = "xml"').replace("pages =", "evry = 1\npages =")
    assert len(folder.mistakes(text)) == 2


def test_names_are_unique_without_regard_to_case(folder):
    second = '\n[[sources]]\nname = "Syria-TV"\npages = ["https://www.example.org/live"]\n'
    lines = folder.mistakes(RIGHT + second)
    assert lines == [
        'config.toml: [[sources]] no. 2: name = "Syria-TV": is the name of no. 1 already',
        'config.toml: [[sources]] no. 2 "Syria-TV": pages = "https://www.example.org/live": '
        'is a page of "syria-tv" already',
    ]


@pytest.mark.parametrize("url", ["https://www.facebook.com/desk", "https://x.com/desk", "https://m.facebook.com/p/1"])
def test_a_page_that_nobody_can_poll_is_refused_with_the_other_way(folder, url):
    second = f'\n[[sources]]\nname = "nashra"\npages = ["{url}"]\n'
    line = folder.mistake(RIGHT + second)
    assert f'pages = "{url}": ' in line
    assert line.endswith("cannot be polled without an account: hand in what you have by `marsad ingest`")
    assert folder.load(RIGHT + second.replace(url, "https://notx.com/desk"))


def test_a_spider_is_one_of_those_that_the_caller_knows(folder):
    text = RIGHT.replace("pages =", 'spider = "syria-tv"\npages =')
    line = folder.mistake(text, spiders=["auto", "syria_tv"])
    assert line.endswith('spider = "syria-tv": no such spider; defined: auto, syria_tv; did you mean "syria_tv"?')
    assert folder.load(text).sources[0].spider == "syria-tv"


def test_a_place_lies_in_a_place_that_is_known(folder):
    text = RIGHT + '[[places]]\nname = "قرية"\nin = "{}"\n'
    assert folder.load(text.format("درعا")).places
    assert folder.load(text.format("خيمة") + '[[places]]\nname = "خيمة"\n').places
    assert 'in = "بصرى الشم": no such place; did you mean "بصرى الشام"?' in folder.mistake(text.format("بصرى الشم"))


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ('name = "x"\n', "family: is missing: write at least one word"),
        ('name = "x"\nfamily = [{ adverb = "جدا" }]\n', 'family: must hold words, { noun = "…" } or { verb = "…" }'),
        ('name = "x"\nfamily = [""]\n', "family"),
        ('name = "قوافل"\nphrases = ["قافلة"]\n', "must be short and Latin"),
    ],
)
def test_a_mistake_in_a_concept_is_named(folder, rows, line):
    assert line in folder.mistake(RIGHT + "[[concepts]]\n" + rows)


def test_a_missing_file_says_what_writes_one(tmp_path):
    with pytest.raises(ConfigError, match="there is no such file; `marsad init` writes one"):
        load_config(tmp_path / "config.toml")
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        load_config(tmp_path)


def test_what_is_found_in_a_watch_later_has_the_same_form(folder):
    watches = folder.load().watches
    assert str(mistake_for_watch("config.toml", watches, "nuzuh", "hears nobody")) == (
        'config.toml: [[watches]] no. 1 "nuzuh": hears nobody'
    )
    line = 'config.toml: [[watches]] no. 1 "nuzuh": any = "نازحون": not this way'
    assert str(mistake_for_term(Path("config.toml"), watches, "نازحون", "not this way")) == line
    assert str(mistake_for_term("config.toml", watches, "نازحون", "not this way", watch="nuzuh")) == line
    assert str(mistake_for_term("config.toml", watches, "غيره", "no")) == 'config.toml: "غيره": no'


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            'channels = ["desk"]',
            'channels = ["desk"]\nurgent = "killd>=10"',
            '[[watches]] no. 1 "nuzuh": urgent = "killd>=10"',
        ),
        ("[channels.desk]", '[channels.desk]\nurgent = "killd>=10"', '[channels.desk]: urgent = "killd>=10"'),
        ("[marsad]", '[channels.alone]\nkind = "console"\nurgent = "killd>=10"\n[marsad]', "[channels.alone]: urgent"),
    ],
)
def test_a_mistake_in_what_is_urgent_is_named(folder, old, new, line):
    assert old in RIGHT
    config = folder.load(RIGHT.replace(old, new))
    with pytest.raises(ConfigError) as raised:
        compile_rules(config)
    assert line in str(raised.value)
    assert "did you mean killed" in str(raised.value)


def test_a_long_value_is_shortened(folder):
    line = folder.mistake(RIGHT.replace("[marsad]", f'[marsad]\nlog = "{"x" * 500}"'))
    assert len(line) < 200
