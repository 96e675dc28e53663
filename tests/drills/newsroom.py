"""200 polls of a live room of 300 posts in every layout: entries doubled, missed, falsely edited. `make newsroom`."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.liveroom.drill import SHAPES, run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shapes", nargs="*", help="shapes to show; default: all")
    parser.add_argument("--polls", type=int, default=200)
    parser.add_argument("--posts", type=int, default=300)
    parser.add_argument("--seed", type=int, default=4)
    told = parser.parse_args()
    dirty = 0
    sys.stdout.write(f"{told.polls} polls, {told.posts} posts, seed {told.seed}\n")
    sys.stdout.write(
        f"{'shape':22} entries doubled missed strange  edits  told false rereads  exact  seconds  layouts\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name in told.shapes or SHAPES:
            began = time.monotonic()
            count = run(name, Path(folder), polls=told.polls, posts=told.posts, seed=told.seed)
            dirty += not count.clean
            sys.stdout.write(
                f"{name:22} {count.entries:7} {count.doubled:7} {count.missed:6} {count.strange:7} {count.edits:6} "
                f"{count.told:5} {count.false:5} {count.rereads:7} {count.exact:6.0%} {time.monotonic() - began:8.1f}  "
                f"{', '.join(count.layouts)}{'' if count.clean else '  <- not clean'}\n"
            )
            sys.stdout.flush()
    sys.stdout.write("all clean\n" if not dirty else f"{dirty} shapes are not clean\n")
    return 1 if dirty else 0


if __name__ == "__main__":
    sys.exit(main())
