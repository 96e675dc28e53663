"""A fresh database in a folder of its own."""

import pytest

from storage.database import Database


@pytest.fixture
def path(tmp_path):
    return tmp_path / "marsad.db"


@pytest.fixture
def database(path):
    with Database.open(path, create=True) as opened:
        yield opened
