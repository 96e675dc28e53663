"""Secrets come from the environment or a file, when they are needed, and are never shown."""

import pytest

from monitor.config import Secret, SecretError
from tests.monitor.config.files import RIGHT

SLACK = '[channels.night]\nkind = "slack"\nwebhook = { %s }\n'


def test_a_secret_of_the_environment(folder, monkeypatch):
    secret = folder.load(RIGHT + SLACK % 'env = "HOOK"').channels["night"].webhook
    with pytest.raises(SecretError, match="this environment variable is not set"):
        secret.reveal()
    monkeypatch.setenv("HOOK", " https://hooks.example.org/x\n")
    assert secret.reveal() == "https://hooks.example.org/x"


def test_a_secret_file_stands_beside_the_configuration(folder):
    (folder.path.parent / "hook").write_text("https://hooks.example.org/x\r\n", encoding="utf-8")
    config = folder.load(RIGHT + SLACK % 'file = "hook"', secrets=True)
    assert config.channels["night"].webhook.reveal() == "https://hooks.example.org/x"


def test_a_secret_file_in_the_credentials_directory_of_systemd(folder, tmp_path, monkeypatch):
    (tmp_path / "credentials").mkdir()
    (tmp_path / "credentials" / "hook").write_text("https://hooks.example.org/x", encoding="utf-8")
    text = RIGHT + SLACK % 'file = "$CREDENTIALS_DIRECTORY/hook"'
    line = folder.mistake(text, secrets=True)
    assert line.endswith("the environment variable CREDENTIALS_DIRECTORY is not set")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))
    assert folder.load(text, secrets=True)
    assert folder.load(text.replace("$CREDENTIALS_DIRECTORY", "${CREDENTIALS_DIRECTORY}"), secrets=True)


def test_a_missing_secret_is_a_mistake_only_where_secrets_are_needed(folder):
    text = RIGHT + SLACK % 'env = "MARSAD_NOT_SET"'
    assert folder.load(text)
    assert folder.mistake(text, secrets=True) == (
        'config.toml: [channels.night]: webhook: { env = "MARSAD_NOT_SET" }: this environment variable is not set'
    )
    missing = folder.mistake(RIGHT + SLACK % 'file = "gone"', secrets=True)
    assert missing.endswith("gone: No such file or directory")


@pytest.mark.parametrize("value", ["", "  ", "two\nlines", "bell\x07"])
def test_a_secret_is_one_line(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(SecretError) as caught:
        Secret("env", "X").reveal()
    assert "bell" not in str(caught.value)


@pytest.mark.parametrize("value", ["hooks", "http://hooks.example.org/geheim", "https://a:b@hooks.example.org/geheim"])
def test_a_webhook_is_an_https_url(folder, monkeypatch, value):
    monkeypatch.setenv("HOOK", value)
    line = folder.mistake(RIGHT + SLACK % 'env = "HOOK"', secrets=True)
    assert line.endswith('webhook: { env = "HOOK" }: does not hold an https URL')


def test_a_webhook_on_this_machine_may_be_http(folder, monkeypatch):
    monkeypatch.setenv("HOOK", "http://127.0.0.1:8080/hook")
    assert folder.load(RIGHT + SLACK % 'env = "HOOK"', secrets=True)


def test_a_secret_does_not_show_itself(folder, monkeypatch):
    monkeypatch.setenv("HOOK", "https://hooks.example.org/geheim")
    config = folder.load(RIGHT + SLACK % 'env = "HOOK"', secrets=True)
    assert "geheim" not in repr(config)
    assert "geheim" not in str(config.channels["night"])
