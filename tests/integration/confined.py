"""Start a program under the kernel's side of systemd/wirefeed.service, where systemd itself is not the first process. It tests nothing.

    python tests/integration/confined.py UNIT WRITABLE PROGRAM...

A mount namespace of its own with everything read-only but WRITABLE, which is also its TMPDIR; no privilege, none to be had; no memory
that can be both written and executed; the system calls the unit allows, by systemd's own lists, everything else EPERM; its limits on files
and core dumps. Not tried here: DynamicUser (it stays root, though one without any capability: a Python in somebody's home could not be run
by another user), IPAddressDeny and SocketBindDeny (BPF), ProtectProc, user namespaces.
"""

import ctypes
import os
import resource
import subprocess
import sys
from pathlib import Path

CLONE_NEWNS, MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 0x20000, 1, 2, 4, 32, 4096, 16384, 1 << 18
PR_SET_NO_NEW_PRIVS, PR_SET_MDWE, PR_CAPBSET_DROP, LAST_CAPABILITY = 38, 65, 24, 40
ALLOW, EPERM_ACTION = 0x7FFF0000, 0x00050000 | 1

libc = ctypes.CDLL(None, use_errno=True)


def main() -> None:
    """Confine this process, then become the program."""
    unit, writable, *program = sys.argv[1:]
    calls = allowed_calls(Path(unit))
    read_only_but(writable)
    for capability in range(LAST_CAPABILITY + 1):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
    os.setgroups([])
    os.umask(0o077)
    os.environ["TMPDIR"] = writable
    check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    if libc.prctl(PR_SET_MDWE, 1, 0, 0, 0):
        sys.stderr.write("this kernel has no PR_SET_MDWE: not tried\n")
    restrict(calls)
    os.execv(program[0], program)  # noqa: S606 - confining it is what this is for


def allowed_calls(unit: Path) -> set[str]:
    """The system calls of a unit's SystemCallFilter lines: a list, then lists taken away from it."""
    allowed: set[str] = set()
    for line in unit.read_text(encoding="utf-8").splitlines():
        if line.startswith("SystemCallFilter="):
            value = line.partition("=")[2]
            named = set[str]().union(*(expand(name) for name in value.lstrip("~").split()))
            allowed = allowed - named if value.startswith("~") else allowed | named
    return allowed


def expand(name: str) -> set[str]:
    """The calls of one of systemd's lists, lists within lists included."""
    if not name.startswith("@"):
        return {name}
    shown = subprocess.run(["systemd-analyze", "syscall-filter", name], capture_output=True, text=True, check=True).stdout
    lines = [line.strip() for line in shown.splitlines()[1:] if line.startswith("    ") and not line.strip().startswith("#")]
    return set[str]().union(*(expand(line) for line in lines))


def read_only_but(writable: str) -> None:
    """A mount namespace in which only one folder can be written."""
    check(libc.unshare(CLONE_NEWNS))
    mount(b"none", b"/", None, MS_REC | MS_PRIVATE)
    mount(writable.encode(), writable.encode(), None, MS_BIND)
    for line in Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines():
        place, kind = line.split()[1:3]
        if place != writable and kind not in ("proc", "sysfs", "devpts", "mqueue", "cgroup", "cgroup2", "devtmpfs"):
            libc.mount(b"none", place.encode(), None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID, None)


def mount(source: bytes, target: bytes, kind: bytes | None, flags: int) -> None:
    """Mount, or mount again. Raises OSError."""
    check(libc.mount(source, target, kind, flags, None))


def restrict(calls: set[str]) -> None:
    """Allow these system calls and answer every other with EPERM, as the unit's SystemCallErrorNumber says."""
    seccomp = ctypes.CDLL("libseccomp.so.2")
    seccomp.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(seccomp.seccomp_init(ctypes.c_uint32(EPERM_ACTION)))
    for name in sorted(calls):
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            seccomp.seccomp_rule_add(context, ctypes.c_uint32(ALLOW), number, 0)
    check(seccomp.seccomp_load(context))


def check(result: int) -> None:
    """Raise OSError for a system call that failed."""
    if result:
        number = ctypes.get_errno() or abs(result)
        raise OSError(number, os.strerror(number))


if __name__ == "__main__":
    main()
