"""The folder that a configuration is written into."""

import pytest

from tests.monitor.config.files import Folder


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)
