"""The shipped systemd unit is one that systemd takes, and lets the service do little."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
UNIT = DEPLOY / "marsad.service"

needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


def analyze(*arguments):
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, timeout=60, check=False)


@needs_systemd
def test_systemd_takes_the_unit(tmp_path):
    # systemd wants to see the command itself; where Marsad is not installed, another one stands for it.
    text = UNIT.read_text(encoding="utf-8").replace("/opt/marsad/bin/marsad ", f"{sys.executable} ")
    (tmp_path / UNIT.name).write_text(text, encoding="utf-8")
    answer = analyze("verify", str(tmp_path / UNIT.name))
    assert answer.returncode == 0, answer.stderr
    assert UNIT.name not in answer.stderr


@needs_systemd
def test_the_unit_is_hardened():
    answer = analyze("security", "--offline=yes", str(UNIT))
    if answer.returncode and "offline" in answer.stderr:
        pytest.skip("this systemd-analyze cannot look at a unit that is not loaded")
    level = re.search(r"exposure level for \S+: ([\d.]+)", answer.stdout)
    assert level, answer.stderr
    assert float(level[1]) < 2


def test_the_unit_and_the_image_run_the_same_command_on_the_same_files():
    unit, image = UNIT.read_text(encoding="utf-8"), (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert "marsad run --config /etc/marsad/config.toml" in unit
    assert 'ENTRYPOINT ["marsad"]\nCMD ["run", "--config", "/etc/marsad/config.toml"]' in image
    assert "USER marsad" in image


def test_the_image_copies_what_the_wheel_is_built_from_and_nothing_that_is_missing():
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    copied = {name for line in re.findall(r"^COPY (?!--)(.+) \S+$", image, re.MULTILINE) for name in line.split()}
    assert {"arabic", "crawler", "storage", "monitor", "pyproject.toml", "constraints.txt"} <= copied
    kept = re.findall(r"^!(.+)$", (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert copied == set(kept)
    assert all((DEPLOY.parent / name).exists() for name in copied)
