"""What a right file becomes: defaults, absolute paths, titles, zones, the operator's channel, notes."""

from datetime import time, timedelta
from pathlib import Path

from monitor.config import ConsoleConfig, QuietHours, fingerprint
from tests.monitor.config.files import RIGHT


def test_a_small_file_loads_with_every_default(folder):
    config = folder.load()
    assert config.path == folder.path
    general = config.marsad
    assert general.database == folder.path.parent / "marsad.db"
    assert (general.timezone, general.backlog, general.late_after, general.silent_after) == (
        "Asia/Damascus",
        timedelta(hours=2),
        timedelta(hours=3),
        timedelta(hours=24),
    )
    assert (general.daily, general.log, general.log_level, general.per_host) == (
        time(8),
        "text",
        "info",
        timedelta(seconds=1),
    )
    source = config.sources[0]
    assert (source.every, source.follow, source.spider, source.adaptive) == (timedelta(seconds=60), True, "auto", False)
    assert source.bounds == (source.every, source.every)
    watch = config.watches[0]
    assert (watch.within, watch.all, watch.none, watch.sources) == ("paragraph", [], [], [])
    assert watch.deliver.now
    assert config.channels["desk"] == ConsoleConfig(kind="console", operator=True)
    assert config.notes == []


def test_titles_and_zones_that_are_left_out_are_filled_in(folder):
    config = folder.load(
        RIGHT.replace('title = "تلفزيون سوريا"\n', "").replace("[marsad]", '[marsad]\ntimezone = "UTC"')
    )
    assert config.sources[0].title == "syria-tv"
    assert config.sources[0].zone == "UTC"
    assert config.watches[0].title == "nuzuh"
    assert str(config.zone) == "UTC"


def test_a_source_keeps_its_own_zone_and_beat(folder):
    config = folder.load(
        RIGHT.replace(
            "pages =", 'zone = "Asia/Qatar"\nevery = "1m"\nfastest = "15s"\nslowest = "5m"\nfollow = false\npages ='
        )
    )
    source = config.sources[0]
    assert source.zone == "Asia/Qatar"
    assert source.bounds == (timedelta(seconds=15), timedelta(minutes=5))
    assert source.adaptive
    assert not source.follow


def test_the_database_may_stand_elsewhere(folder):
    config = folder.load(RIGHT.replace("[marsad]", '[marsad]\ndatabase = "/var/lib/marsad/news.db"'))
    assert config.marsad.database == Path("/var/lib/marsad/news.db")


def test_keywords_say_the_same_as_any(folder):
    assert folder.load(RIGHT.replace("any =", "keywords =")).watches == folder.load().watches


def test_an_email_channel_with_its_port_by_protection(folder, monkeypatch):
    monkeypatch.setenv("SMTP", "geheim")
    text = RIGHT + (
        '[channels.mail]\nkind = "email"\nto = ["a@example.org", "b@example.org"]\nfrom = "marsad@example.org"\n'
        'host = "smtp.example.org"\nuser = "marsad"\npassword = { env = "SMTP" }\nquiet = "23:00-06:00"\n'
    )
    mail = folder.load(text).channels["mail"]
    assert (mail.to, mail.from_, mail.port, mail.tls) == (
        ["a@example.org", "b@example.org"],
        "marsad@example.org",
        587,
        "starttls",
    )
    assert mail.password.reveal() == "geheim"
    assert mail.quiet == QuietHours(time(23), time(6))
    assert folder.load(text + 'tls = "tls"\n').channels["mail"].port == 465
    assert folder.load(text + 'tls = "tls"\nport = 2465\n').channels["mail"].port == 2465
    local = text.replace("smtp.example.org", "127.0.0.1")
    assert folder.load(local + 'tls = "none"\n').channels["mail"].port == 25


def test_the_operator_is_the_first_console_where_no_channel_is_marked(folder, monkeypatch):
    slack = '[channels.night]\nkind = "slack"\nwebhook = { env = "HOOK" }\n'
    first, _, console = RIGHT.partition("[channels.desk]")
    assert folder.load(first + slack + "[channels.desk]" + console).operators == ["desk"]
    only_slack = first.replace('"desk"', '"night"') + slack
    assert folder.load(only_slack).operators == ["night"]
    marked = folder.load(RIGHT + slack + "operator = true\n")
    assert marked.operators == ["night"]


def test_the_fingerprint_changes_with_the_content_and_with_nothing_else(folder):
    config = folder.load()
    assert config.fingerprint == fingerprint(folder.path)
    folder.path.touch()
    assert config.fingerprint == fingerprint(folder.path)
    folder.path.write_text(RIGHT + "# changed\n", encoding="utf-8")
    assert config.fingerprint != fingerprint(folder.path)


def test_the_users_places_and_concepts_have_the_shape_that_the_loaders_of_the_language_take(folder):
    from arabic.concepts import load_concepts
    from arabic.places import load_places

    config = folder.load(
        RIGHT
        + """
        [[places]]
        name = "مخيم السنابل"
        in = "حمص"
        spellings = ["السنابل"]
        [[concepts]]
        name = "water"
        label = { ar = "مياه", en = "water supply" }
        family = ["عطش", { noun = "بئر", forms = ["آبار"] }, { verb = "جف" }]
        phrases = ["انقطاع المياه"]
        [[concepts]]
        name = "convoys"
        phrases = ["قافلة مساعدات"]
        """
    )
    place = load_places(config.place_rows).named("السنابل")[0]
    assert (place.name, place.parent) == ("مخيم السنابل", "حمص")
    concepts = load_concepts(config.concept_tables)
    assert [word.word for word in concepts["water"].family] == ["عطش", "بئر", "جف"]
    assert concepts["water"].labels == ("مياه", "water supply")
    assert concepts["convoys"].labels == ("convoys",)


def test_invisible_marks_and_arabic_digits_in_terms_are_accepted_with_a_note(folder):
    config = folder.load(RIGHT.replace('["نازحون"]', '["\u200fنازحون", "١٥ قتيلا", "نازح", "نازح"]'))
    assert config.watches[0].any == ["\u200fنازحون", "١٥ قتيلا", "نازح", "نازح"]
    assert config.notes == [
        '[[watches]] no. 1 "nuzuh": any: "نازحون" holds invisible marks (U+200F RIGHT-TO-LEFT MARK); '
        "they are passed over",
        '[[watches]] no. 1 "nuzuh": any: "١٥ قتيلا" holds Arabic digits; they are read as 0-9',
        '[[watches]] no. 1 "nuzuh": any: "نازح" stands in `any` already',
    ]


def test_a_file_that_watches_nothing_loads_with_a_note(folder):
    notes = folder.load('[marsad]\ncontact = "desk@example.org"\n').notes
    assert [note.split(":")[0] for note in notes] == ["[marsad]", "no [[sources]]", "no [[watches]]"]


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake(folder):
    assert folder.load(b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode()).sources


def test_an_arabic_address_may_be_written_as_it_is_read(folder):
    config = folder.load(RIGHT.replace("https://www.example.org/live", "https://www.example.org/أخبار-سوريا?صفحة=1"))
    assert config.sources[0].pages == ["https://www.example.org/أخبار-سوريا?صفحة=1"]


def test_sources_and_watches_are_found_by_name(folder):
    config = folder.load()
    assert config.source("syria-tv") is config.sources[0]
    assert config.watch("nuzuh") is config.watches[0]
    assert config.source("x") is None
    assert config.watch("x") is None


def test_the_selectors_of_a_source_are_read(folder):
    layout = '[sources.layout]\nentry = "li.update"\ntime = "time::attr(datetime)"\n\n[[watches]]'
    source = folder.load(RIGHT.replace("[[watches]]", layout)).sources[0]
    assert (source.layout.entry, source.layout.time, source.layout.text) == ("li.update", "time::attr(datetime)", None)
