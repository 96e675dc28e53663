"""The apprise channel over the library's own JSON service, against a receiver on loopback."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.channels import DeliveryError
from monitor.config import load_config
from monitor.config.mistakes import ConfigError
from monitor.sample import write_preview
from tests.monitor import sample
from tests.servers import Answer, WebServer
from tests.support import write_config

apprise = pytest.importorskip("apprise")
from monitor.channels.apprise import BODY, AppriseChannel  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # apprise's own, where it loads its services


class Receiver:
    def __init__(self):
        self.taken, self.answers = [], []
        self.server = WebServer({"/hook": self.take})

    def take(self, asked):
        self.taken.append(json.loads(asked.body))
        return self.answers.pop(0) if self.answers else Answer(body="ok")

    @property
    def url(self):
        return self.server.url("/hook").replace("http://", "json://user:very-secret@")


@pytest.fixture
def receiver():
    made = Receiver()
    with made.server:
        yield made


def send(receiver, message=None):
    channel = AppriseChannel("phone", url=receiver.url)
    asyncio.run(channel.send(message or sample.message(), "service", "key"))


def test_an_alert_reaches_the_service_with_its_link(receiver):
    send(receiver)
    (taken,) = receiver.taken
    assert taken["title"] == sample.message().subject
    assert "وصول أولى العائلات من *طفس*" in taken["message"]
    assert "https://news.example/live/1?a=1&b=2" in taken["message"]


@pytest.mark.parametrize(("status", "permanent"), [(404, True), (401, True), (500, False), (429, False)])
def test_a_refusal_is_told_with_its_reason_and_never_with_the_url(receiver, status, permanent):
    receiver.answers = [Answer(status=status, body="no")]
    with pytest.raises(DeliveryError) as caught:
        send(receiver)
    assert caught.value.permanent is permanent
    assert str(status) in caught.value.reason
    assert "very-secret" not in caught.value.reason


@pytest.mark.parametrize("hostile", sample.HOSTILE)
def test_hostile_text_stays_text_and_within_the_limit(receiver, hostile):
    item = sample.item(headline=hostile, text=hostile, outlet=hostile)
    send(receiver, sample.message(*[item] * 10, title=hostile))
    (taken,) = receiver.taken
    assert len(taken["message"]) <= BODY
    assert "\n" not in taken["title"]


def test_a_url_that_no_service_has_is_a_mistake_of_the_configuration(tmp_path, monkeypatch):
    tables = '[channels.phone]\nkind = "apprise"\nurl = { env = "PHONE" }\n'
    path = write_config(tmp_path, channels=("phone",), tables=tables)
    monkeypatch.setenv("PHONE", "nonsense://very-secret")
    with pytest.raises(ConfigError) as caught:
        load_config(path, secrets=True)
    assert "apprise knows" in str(caught.value)
    assert "very-secret" not in str(caught.value)
    monkeypatch.setenv("PHONE", "ntfy://topic")
    load_config(path, secrets=True)


def test_the_sample_says_so_too(tmp_path, monkeypatch):
    tables = '[channels.phone]\nkind = "apprise"\nurl = { env = "PHONE" }\n'
    config = load_config(write_config(tmp_path, channels=("phone",), tables=tables))
    monkeypatch.setenv("PHONE", "nonsense://very-secret")
    with pytest.raises(ConfigError, match="no service of apprise has such a URL"):
        write_preview(config, "phone", tmp_path)
    monkeypatch.setenv("PHONE", "ntfy://topic")
    (path,) = write_preview(config, "phone", tmp_path)
    assert "رسالة تجريبية" in path.read_text(encoding="utf-8")


def test_without_the_library_the_configuration_says_how_to_get_it(tmp_path):
    path = write_config(
        tmp_path, channels=("phone",), tables='[channels.phone]\nkind = "apprise"\nurl = { env = "PHONE" }\n'
    )
    code = (
        "import sys, importlib.util as util\n"
        "find = util.find_spec\n"
        "util.find_spec = lambda name, *more: None if name == 'apprise' else find(name, *more)\n"
        "from pathlib import Path\n"
        "from monitor.config import ConfigError, load_config\n"
        "try: load_config(Path(sys.argv[1]), secrets=True)\n"
        "except ConfigError as error: print(error)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={"PHONE": "ntfy://x"},
        cwd=Path(__file__).parents[3],
    )
    assert "pip install 'marsad[apprise]'" in run.stdout
