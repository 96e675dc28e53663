"""A short live room in every layout: each post is stored once, each edit is told once, whatever moves around them."""

import pytest

from tests.liveroom.drill import SHAPES, run


@pytest.mark.parametrize("name", list(SHAPES))
def test_no_post_is_doubled_missed_or_falsely_edited(name, tmp_path):
    count = run(name, tmp_path, polls=6, posts=22, seed=11)
    assert count.clean, count
    assert set(count.layouts) <= set(SHAPES[name].layouts)
    assert SHAPES[name].headlines or count.edits
