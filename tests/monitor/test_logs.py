"""Logs as text and as JSON: one line a record, whatever a page's text holds."""

import io
import json
import logging
import warnings

import pytest

from monitor import logs


@pytest.fixture(autouse=True)
def restored():
    root = logging.getLogger()
    handlers, level = [*root.handlers], root.level
    yield
    logging.captureWarnings(False)
    for handler in [*root.handlers]:
        root.removeHandler(handler)
    for handler in handlers:
        root.addHandler(handler)
    root.setLevel(level)


def logged(style, level="info"):
    stream = io.StringIO()
    logs.set_up(style, level, stream)
    return stream


def test_a_json_line_holds_time_level_logger_message_and_extras():
    stream = logged("json")
    logging.getLogger("monitor.poll").info("read %d", 3, extra={"page": "https://example.org/مباشر", "new": 2})
    line = json.loads(stream.getvalue())
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "info",
        "logger": "monitor.poll",
        "message": "read 3",
        "page": "https://example.org/مباشر",
        "new": 2,
    }


def test_a_json_line_holds_the_error_with_its_traceback():
    stream = logged("json")
    try:
        raise ValueError("broken")
    except ValueError:
        logging.getLogger("monitor").exception("failed")
    lines = stream.getvalue().splitlines()
    assert len(lines) == 1
    assert "ValueError: broken" in json.loads(lines[0])["error"]


def test_an_extra_cannot_overwrite_the_message():
    stream = logged("json")
    logging.getLogger("x").warning("said", extra={"level": "fake"})
    assert json.loads(stream.getvalue())["level"] == "warning"


def test_text_is_one_line_even_where_a_headline_holds_line_breaks():
    stream = logged("text")
    logging.getLogger("monitor.poll").info("read عاجل\nERROR forged\u2028line", extra={"new": 2})
    assert len(stream.getvalue().splitlines()) == 1
    assert stream.getvalue().rstrip().endswith("INFO monitor.poll: read عاجل\\nERROR forged\\nline new=2")


@pytest.mark.parametrize("style", ["text", "json"])
def test_a_lone_surrogate_can_be_written(style):
    stream = logged(style)
    logging.getLogger("x").info("half \ud83d an emoji")
    assert stream.getvalue().encode("utf-8")


def test_scrapy_and_apscheduler_tell_only_what_goes_wrong():
    stream = logged("text")
    logging.getLogger("scrapy.core.engine").info("Spider opened")
    logging.getLogger("apscheduler.scheduler").info("Added job")
    logging.getLogger("apscheduler.scheduler").error("Job raised")
    assert stream.getvalue().count("\n") == 1


def test_at_level_debug_the_libraries_say_more():
    stream = logged("text", "debug")
    logging.getLogger("scrapy.core.engine").info("Spider opened")
    logging.getLogger("monitor").debug("due")
    assert stream.getvalue().count("\n") == 2


def test_setting_up_again_replaces_what_was_there():
    first = logged("text")
    second = logged("text", "error")
    logging.getLogger("x").warning("below")
    logging.getLogger("x").error("told")
    assert first.getvalue() == ""
    assert second.getvalue().count("\n") == 1


def test_warnings_are_logged():
    stream = logged("text")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old way", stacklevel=1)
    logging.captureWarnings(False)
    assert "old way" in stream.getvalue()
