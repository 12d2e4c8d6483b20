"""Messages to systemd (sd_notify(3)); silence where systemd is not listening. It starts and stops nothing."""

import os
import socket
import time


def notify(*states: str) -> bool:
    """Send states such as ``READY=1`` to the socket systemd named; return whether anybody listens.

    One that does not keep up is not waited for, and one that is gone is no reason to fail.
    """
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return False
    message = "\n".join(" ".join(state.splitlines()) for state in states)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.settimeout(0)
        try:
            channel.connect("\0" + address[1:] if address.startswith("@") else address)
            channel.send(message.encode("utf-8", "replace"))
        except OSError:
            return False
    return True


def reloading() -> bool:
    """Tell systemd that the configuration is being read again."""
    return notify("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")


def watchdog_seconds() -> float | None:
    """How often the watchdog wants to hear from this process; None when there is none."""
    microseconds, pid = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    if not microseconds.isdigit() or (pid and pid != str(os.getpid())):
        return None
    return int(microseconds) / 1_000_000
