"""Tells the service manager how the daemon is: systemd's notification protocol, see sd_notify(3)."""

import os
import socket
import time
from collections.abc import Mapping

READY = "READY=1"  # started, or done with reloading
STOPPING = "STOPPING=1"
WATCHDOG = "WATCHDOG=1"  # still alive


def notify(*states: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Sends states to the manager that NOTIFY_SOCKET names; says whether one took them.

    Never blocks and never raises: without a manager, or with a full socket, the daemon goes on.
    """
    address = environment.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    if address.startswith("@"):  # stands for the NUL of Linux's abstract namespace, see unix(7)
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.setblocking(False)
            manager.sendto("\n".join(states).encode(), address)
    except OSError:
        return False
    return True


def status(text: str) -> str:
    """The state that shows one line in `systemctl status`."""
    return f"STATUS={' '.join(text.split())}"


def reloading() -> str:
    """The state to send before the configuration is taken anew; READY follows it."""
    return f"RELOADING=1\nMONOTONIC_USEC={time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000}"


def watchdog_seconds(environment: Mapping[str, str] = os.environ) -> float | None:
    """After how long a silence the manager ends this process; None where it does not watch."""
    microseconds, pid = environment.get("WATCHDOG_USEC", ""), environment.get("WATCHDOG_PID", "")
    if not microseconds.isdecimal() or int(microseconds) == 0 or pid not in ("", str(os.getpid())):
        return None
    return int(microseconds) / 1e6
