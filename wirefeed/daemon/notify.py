"""Messages to systemd (sd_notify(3)); silence where systemd is not listening. It starts and stops nothing."""

import os
import socket
import time


def notify(*states: str) -> bool:
    """Send states such as ``READY=1`` to the socket systemd named; return whether anybody listens."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.connect("\0" + address[1:] if address.startswith("@") else address)
        channel.sendall("\n".join(states).encode())
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
