"""The outlets of the benches as who polls them sees them: a process of its own, addresses and ports."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


def addresses(count: int) -> list[str]:
    """Loopback addresses from 127.0.0.2 on."""
    numbers = (number for number in range(2, count + count // 100 + 10) if number % 256 not in (0, 255))
    return [f"127.0.{number // 256}.{number % 256}" for number, _ in zip(numbers, range(count), strict=False)]


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Running:
    """The outlets as their users see them."""

    process: "subprocess.Popen[str]"
    hosts: list[str]
    port: int
    smtp_port: int

    def url(self, path: str, host: int = 0) -> str:
        return f"http://{self.hosts[host]}:{self.port}{path}"


@contextmanager
def outlets(hosts: int = 1) -> Iterator[Running]:
    """The outlets in a process of their own, as long as the block lasts."""
    command = [sys.executable, "-m", "bench.serving", "--hosts", str(hosts)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        try:
            ports = json.loads(process.stdout.readline())
            yield Running(process, addresses(hosts), ports["http"], ports["smtp"])
        finally:
            process.stdin.close()  # the end of its input ends it
            process.wait(timeout=10)
