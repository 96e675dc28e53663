"""A process that is killed while it writes loses nothing that it answered, and leaves no half: two lives of it."""

import random
import sqlite3
from contextlib import closing

import pytest

from tests.drills import writing


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    return folder / "marsad.db", writing.drill(folder, 2, random.Random(4))


def test_nothing_is_lost_or_halved_by_a_kill(killed):
    _, (stored, found) = killed
    assert found == []
    assert stored >= 2 * writing.BATCH


def test_the_drill_sees_a_half_and_a_loss(killed):
    path, (stored, _) = killed
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM decisions WHERE entry_id = 1")
        connection.commit()
    found = writing.wrong(path, stored // writing.BATCH)
    assert "matches without a decision" in found
    assert f"batch {stored // writing.BATCH} was answered as stored" in found
