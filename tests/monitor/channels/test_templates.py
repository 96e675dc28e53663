"""Templates: the user's win, are tried before news comes, are sandboxed, and never cost an alert."""

import email.policy
import logging
from email import message_from_bytes

import pytest

from monitor.channels.blocks import payload
from monitor.channels.email import EmailChannel
from monitor.channels.templates import NAMES, SHIPPED, Templates
from monitor.channels.trial import faults
from tests.monitor import sample


def write(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def mail(folder, message=None):
    channel = EmailChannel(
        "desk", to=("a@example.org",), sender="m@example.org", host="x", port=1, templates=Templates(folder)
    )
    composed = channel.compose(message or sample.message(), "a@example.org", "key")
    return message_from_bytes(composed.raw, policy=email.policy.default)


def test_the_shipped_templates_have_no_fault():
    assert faults(SHIPPED) == []


def test_a_template_of_the_users_replaces_the_shipped_one_and_only_that(tmp_path):
    write(tmp_path, "email.subject.j2", "{{ message.alert }} {{ message.items[0].outlet }}\n")
    composed = mail(tmp_path)
    assert composed["Subject"] == "a1042 وكالة حوران"
    assert sample.TEXT[:20] in composed.get_body(("plain",)).get_content()


def test_a_slack_template_of_the_users_says_what_it_says_and_escapes_what_was_scraped(tmp_path):
    write(tmp_path, "slack.j2", "{{ item.headline | bold(90) }} {{ item.outlet }}\n---\n*ملاحظة*\n")
    blocks = payload(sample.message(sample.item(outlet="<!channel> *x*")), Templates(tmp_path))["blocks"]
    assert blocks[1]["text"]["text"] == "وصول أولى العائلات من *طفس* إلى الشريط الحدودي &lt;!channel&gt; ∗x∗"
    assert blocks[2]["elements"][0]["text"].endswith("*ملاحظة*")


def test_a_template_may_include_one_of_its_own(tmp_path):
    write(tmp_path, "_head.j2", "رأس: ")
    write(tmp_path, "email.txt.j2", '{% include "_head.j2" %}{{ message.title }}\n')
    assert faults(tmp_path) == []
    assert mail(tmp_path).get_body(("plain",)).get_content().rstrip() == "رأس: نزوح من ريف درعا"


@pytest.mark.parametrize(
    ("name", "text", "line", "problem"),
    [
        ("email.txt.j2", "سطر\n{% if %}", 2, "Expected an expression"),
        ("email.txt.j2", "سطر\n{{ message.tittle }}", 2, "no attribute 'tittle'"),
        ("email.txt.j2", "{{ message.items[7].outlet }}", 1, "has no element 7"),
        ("email.html.j2", "{{ message.title | safe }}", 0, "without escaping"),
        ("email.html.j2", "{{ ''.__class__.__mro__ }}", 1, "SecurityError"),
        ("slack.j2", "{{ item.headline | bold }}", 1, "missing 1 required positional argument: 'limit'"),
        ("email.subject.j2", "  \n", 0, "says nothing"),
        ("email.subjekt.j2", "x", 0, "did you mean email.subject.j2?"),
        ("text.j2", "{% for n in range(10**9) %}x{% endfor %}", 1, "OverflowError"),
    ],
)
def test_a_wrong_template_is_one_line_with_its_place(tmp_path, name, text, line, problem):
    (fault,) = faults(write(tmp_path, name, text))
    assert (fault.file, fault.line) == (tmp_path / name, line)
    assert problem in fault.problem


def test_a_folder_that_is_not_there_is_a_fault(tmp_path):
    (fault,) = faults(tmp_path / "none")
    assert "No such file" in fault.problem


def test_a_template_that_fails_over_a_message_is_replaced_by_the_shipped_one_and_said_once(tmp_path, caplog):
    write(tmp_path, "email.subject.j2", "{{ 1 // (message.items | length - 1) }}")
    caplog.set_level(logging.ERROR)
    templates = Templates(tmp_path)
    for _ in range(2):
        assert "a1042" in templates.render("email.subject.j2", message=sample.message())
    assert templates.render("email.subject.j2", message=sample.message(sample.item(), sample.item())) == "1"
    assert len(caplog.records) == 1
    assert "email.subject.j2 fails" in caplog.text


def test_every_name_is_shipped():
    assert all((SHIPPED / name).is_file() for name in NAMES)
