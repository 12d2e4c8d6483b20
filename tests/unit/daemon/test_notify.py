"""Messages to systemd."""

import os
import socket

import pytest

from wirefeed.daemon import notify


@pytest.fixture
def systemd(tmp_path, monkeypatch):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        yield listening


def test_states_are_one_line_each_whatever_stands_in_them(systemd):
    assert notify.notify("READY=1", "STATUS=a message\nWATCHDOG=1")
    assert systemd.recv(4096).decode().split("\n") == ["READY=1", "STATUS=a message WATCHDOG=1"]
    assert notify.reloading()
    assert systemd.recv(4096).startswith(b"RELOADING=1\nMONOTONIC_USEC=")


@pytest.mark.usefixtures("systemd")
def test_a_listener_that_does_not_keep_up_is_not_waited_for():
    assert not all(notify.notify("STATUS=still here") for _ in range(5000))


def test_a_listener_that_is_gone_or_was_never_there_is_no_reason_to_fail(tmp_path, monkeypatch):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert not notify.notify("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    assert not notify.notify("READY=1")


def test_the_watchdog_is_ours_only_when_it_names_this_process(monkeypatch):
    monkeypatch.setenv("WATCHDOG_USEC", "60000000")
    monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()))
    assert notify.watchdog_seconds() == 60.0
    monkeypatch.setenv("WATCHDOG_PID", "1")
    assert notify.watchdog_seconds() is None
    monkeypatch.delenv("WATCHDOG_USEC")
    assert notify.watchdog_seconds() is None
