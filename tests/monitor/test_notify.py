"""Notifications reach a real datagram socket, by path and in the abstract namespace."""

import os
import socket

import pytest

from monitor import notify


@pytest.fixture
def manager(tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.settimeout(5)
        listening.bind(str(tmp_path / "notify"))
        yield listening


def test_states_arrive_as_one_datagram(manager):
    environment = {"NOTIFY_SOCKET": manager.getsockname()}
    assert notify.notify(notify.READY, notify.status("14 of 15 \n sources alive"), environment=environment)
    assert manager.recv(4096) == b"READY=1\nSTATUS=14 of 15 sources alive"


def test_an_arabic_status_arrives_as_utf_8(manager):
    notify.notify(notify.status("مرصد"), environment={"NOTIFY_SOCKET": manager.getsockname()})
    assert manager.recv(4096).decode() == "STATUS=مرصد"


def test_a_socket_in_the_abstract_namespace_is_reached():
    name = f"marsad-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.settimeout(5)
        listening.bind(f"\0{name}")
        assert notify.notify(notify.WATCHDOG, environment={"NOTIFY_SOCKET": f"@{name}"})
        assert listening.recv(4096) == b"WATCHDOG=1"


def test_reloading_tells_when_it_began(manager):
    assert notify.notify(notify.reloading(), environment={"NOTIFY_SOCKET": manager.getsockname()})
    state, began = manager.recv(4096).decode().split("\n")
    assert state == "RELOADING=1"
    assert int(began.removeprefix("MONOTONIC_USEC=")) > 0


@pytest.mark.parametrize("address", ["", "relative/path", "vsock:2:1234"])
def test_without_a_manager_nothing_is_sent(address):
    assert not notify.notify(notify.READY, environment={"NOTIFY_SOCKET": address})


def test_a_vanished_socket_is_no_error(tmp_path):
    assert not notify.notify(notify.READY, environment={"NOTIFY_SOCKET": str(tmp_path / "gone")})


def test_a_full_socket_does_not_block(manager):
    environment = {"NOTIFY_SOCKET": manager.getsockname()}
    sent = [notify.notify(notify.WATCHDOG, environment=environment) for _ in range(10_000)]
    assert sent[0]
    assert not sent[-1]


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "60000000"}, 60.0),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": str(os.getpid())}, 60.0),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_the_watchdog_is_for_this_process_only(environment, seconds):
    assert notify.watchdog_seconds(environment) == seconds
