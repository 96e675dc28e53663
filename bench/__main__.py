"""`python -m bench [poll] [fleet] [copies] …`: each bench in a process of its own, so that none measures another."""

import os
import subprocess
import sys

BENCHES = (
    "poll",
    "fleet",
    "memory",
    "reading",
    "mails",
    "latency",
    "matching",
    "spellings",
    "copies",
    "near_duplicates",
    "edits",
    "recording",
)
ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}  # as deploy/ sets it


def main() -> int:
    wanted = sys.argv[1:] or BENCHES
    unknown = [name for name in wanted if name not in BENCHES]
    if unknown:
        sys.stderr.write(f"no bench {', '.join(unknown)}; there are {', '.join(BENCHES)}\n")
        return 2
    environment = {**os.environ, **ENVIRONMENT}
    return max(subprocess.call([sys.executable, "-m", f"bench.{name}"], env=environment) for name in wanted)


if __name__ == "__main__":
    sys.exit(main())
