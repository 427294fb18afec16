"""Seccomp: a short list of system calls a reader needs; the kernel answers every other one with "not permitted"."""

import ctypes
import errno
import platform
import struct

# What Python needs to compute, allocate, write its answer and end. No open, no socket, no process, no thread.
_NEEDED = {
    "x86_64": {
        "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12,
        "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "pread64": 17, "sched_yield": 24, "mremap": 25,
        "madvise": 28, "getpid": 39, "exit": 60, "sigaltstack": 131, "gettid": 186, "futex": 202,
        "restart_syscall": 219, "clock_gettime": 228, "clock_nanosleep": 230, "exit_group": 231, "getrandom": 318,
        "rseq": 334,
    },
    "aarch64": {
        "close": 57, "lseek": 62, "read": 63, "write": 64, "pread64": 67, "fstat": 80, "exit": 93, "exit_group": 94,
        "futex": 98, "clock_gettime": 113, "clock_nanosleep": 115, "sched_yield": 124, "restart_syscall": 128,
        "sigaltstack": 132, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "getpid": 172,
        "gettid": 178, "brk": 214, "munmap": 215, "mremap": 216, "mmap": 222, "mprotect": 226, "madvise": 233,
        "getrandom": 278, "rseq": 293,
    },
}  # fmt: skip
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

_LOAD, _JUMP_EQUAL, _JUMP_SET, _RETURN = 0x20, 0x15, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _THIRD_ARGUMENT = 0, 4, 32
_KILL, _ALLOW, _REFUSE = 0x80000000, 0x7FFF0000, 0x00050000 | errno.EPERM
_EXECUTABLE = 0x4
_PR_SET_SECCOMP, _FILTER_MODE = 22, 2


def is_known_machine() -> bool:
    """Whether we have a list for this architecture."""
    return platform.machine() in _NEEDED


def program(machine: str) -> bytes:
    """The filter for an architecture, as the kernel takes it."""
    calls = _NEEDED[machine]
    guarded = (calls["mmap"], calls["mprotect"])  # memory yes, executable memory no
    plain = sorted(set(calls.values()) - set(guarded))
    total = len(plain) + len(guarded)
    rows = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, _ARCHITECTURES[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    # Ends: refuse, allow, then the look at the protection bits.
    for place, number in enumerate(plain):
        rows.append((_JUMP_EQUAL, total - place, 0, number))
    for place, number in enumerate(guarded, len(plain)):
        rows.append((_JUMP_EQUAL, total - place + 1, 0, number))
    rows += [
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
        (_LOAD, 0, 0, _THIRD_ARGUMENT),
        (_JUMP_SET, 0, 1, _EXECUTABLE),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("<HBBI", *row) for row in rows)


def give_up_calls() -> None:
    """Install the filter for this process and all it may become. Needs `no_new_privs`; raises where it fails."""
    body = program(platform.machine())
    held = ctypes.create_string_buffer(body, len(body))
    head = struct.pack("@HP", len(body) // 8, ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_SECCOMP, _FILTER_MODE, head, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "seccomp: no filter")
