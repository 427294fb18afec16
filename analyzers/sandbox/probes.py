"""Escape probes: from inside the locked child, everything a hijacked reader would try. Each must be refused."""

import ctypes
import mmap
import os
import platform
import socket
import threading
from collections.abc import Callable
from pathlib import Path

_TARGET = "/tmp/sceau-escape-probe"  # noqa: S108 - a place outside, which must stay untouched

# System calls by number, for those Python has no word for: name -> (x86-64, arm64), arguments harmless if it worked.
_RAW: dict[str, tuple[int, int, tuple[int, ...]]] = {
    "vfork-like-clone": (56, 220, (0x4111, 0, 0, 0, 0)), "clone3": (435, 435, (0, 0)),
    "ptrace": (101, 117, (0, 0, 0, 0)),
    "process-vm-read": (310, 270, (1, 0, 0, 0, 0, 0)), "process-vm-write": (311, 271, (1, 0, 0, 0, 0, 0)),
    "pidfd-open": (434, 434, (1, 0)), "unshare": (272, 97, (0x10000000,)), "setns": (308, 268, (-1, 0)),
    "mount": (165, 40, (0, 0, 0, 0, 0)), "umount": (166, 39, (0, 0)), "pivot-root": (155, 41, (0, 0)),
    "memfd-create": (319, 279, (0, 0)), "io-uring": (425, 425, (1, 0)), "bpf": (321, 280, (0, 0, 0)),
    "keyctl": (250, 219, (0, 0, 0)), "add-key": (248, 217, (0, 0, 0, 0, 0)), "userfaultfd": (323, 282, (0,)),
    "perf-event": (298, 241, (0, 0, -1, -1, 0)), "personality": (135, 92, (0,)), "kexec": (246, 104, (0, 0, 0, 0)),
    "init-module": (175, 105, (0, 0, 0)), "reboot": (169, 142, (0, 0, 0, 0)), "swapon": (167, 224, (0, 0)),
    "sethostname": (170, 161, (0, 0)), "settimeofday": (164, 170, (0, 0)), "acct": (163, 89, (0,)),
    "inotify": (294, 26, (0,)), "fanotify": (300, 262, (0, 0)), "timer-fd": (283, 85, (0, 0)),
    "event-fd": (290, 19, (0, 0)), "epoll": (291, 20, (0,)), "shared-memory": (29, 194, (0, 4096, 0o1600)),
    "message-queue": (68, 186, (0, 0o1600)), "open-by-handle": (304, 265, (0, 0, 0)),
    "new-seccomp": (317, 277, (0, 0, 0)), "priority": (141, 140, (0, 0, -1)), "affinity": (203, 122, (0, 0, 0)),
    "limits": (302, 261, (0, 7, 0, 0)), "prctl": (157, 167, (4, 1, 0, 0, 0)), "ioctl": (16, 29, (1, 0x5401, 0)),
    "open-tree": (428, 428, (0, 0, 0)), "quotactl": (179, 60, (0, 0, 0, 0)), "syslog": (103, 116, (10, 0, 0)),
    "fcntl-dup": (72, 25, (1, 0, 0)), "tgkill": (234, 131, (1, 1, 0)), "sysinfo": (99, 179, (0,)),
}  # fmt: skip


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _socket(family: int, kind: int) -> Callable[[], object]:
    return lambda: socket.socket(family, kind).close()


def _executable_memory() -> None:
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC).close()


def _thread() -> None:
    threading.Thread(target=int).start()


_PYTHON: dict[str, Callable[[], object]] = {
    "read-passwd": lambda: Path("/etc/passwd").read_bytes(),
    "read-own-environment": lambda: Path("/proc/self/environ").read_bytes(),
    "read-parent-environment": lambda: Path("/proc/1/environ").read_bytes(),
    "read-library": lambda: Path(os.__file__).read_bytes(),
    "write-own-memory": lambda: os.open("/proc/self/mem", os.O_RDWR),
    "list-root": lambda: list(Path("/").iterdir()),
    "stat-root": lambda: Path("/etc/passwd").stat(),
    "write-outside": lambda: os.open(_TARGET, os.O_CREAT | os.O_WRONLY),
    "make-folder": lambda: Path(_TARGET).mkdir(),
    "symbolic-link": lambda: Path(_TARGET).symlink_to("/etc/passwd"),
    "hard-link": lambda: os.link("/etc/passwd", _TARGET),
    "rename": lambda: Path(_TARGET).rename(_TARGET + "2"),
    "remove": lambda: Path(_TARGET).unlink(),
    "change-mode": lambda: Path(_TARGET).chmod(0o777),
    "change-owner": lambda: os.chown(_TARGET, 0, 0),
    "truncate": lambda: os.truncate(_TARGET, 0),
    "change-folder": lambda: os.chdir("/etc"),
    "change-root": lambda: os.chroot("/"),
    "device": lambda: os.mknod(_TARGET),
    "tcp": _socket(socket.AF_INET, socket.SOCK_STREAM),
    "tcp6": _socket(socket.AF_INET6, socket.SOCK_STREAM),
    "udp": _socket(socket.AF_INET, socket.SOCK_DGRAM),
    "unix": _socket(socket.AF_UNIX, socket.SOCK_STREAM),
    "netlink": _socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "raw": _socket(socket.AF_INET, socket.SOCK_RAW),
    "socket-pair": socket.socketpair,
    "fork": _fork,
    "execute": lambda: os.execve("/bin/true", ["true"], {}),  # noqa: S606 - a shell is not the point
    "signal-parent": lambda: os.kill(os.getppid(), 0),
    "signal-group": lambda: os.killpg(1, 0),
    "become-root": lambda: os.setuid(0),
    "change-group": lambda: os.setgid(0),
    "pipe": os.pipe,
    "thread": _thread,
    "executable-memory": _executable_memory,
}


def run_probes() -> dict[str, bool]:
    """Every probe by name, and whether it was allowed. All of them must be False."""
    libc = ctypes.CDLL(None, use_errno=True)
    is_intel = platform.machine() == "x86_64"
    found = {name: _works(probe) for name, probe in _PYTHON.items()}
    for name, (intel, arm, arguments) in _RAW.items():
        ctypes.set_errno(0)
        number = ctypes.c_long(intel if is_intel else arm)
        answer = libc.syscall(number, *(ctypes.c_long(argument) for argument in arguments))
        found[name] = answer >= 0 or ctypes.get_errno() != 1  # anything but "not permitted" reached the kernel's code
    return found


def _works(probe: Callable[[], object]) -> bool:
    try:
        probe()
    except (OSError, RuntimeError, ValueError):
        return False
    return True
