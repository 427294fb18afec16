"""Landlock: the process gives up every file, every TCP port and signals to others, for good and unprivileged."""

import ctypes
import os
import struct

_CREATE, _RESTRICT = 444, 446  # the same on every architecture
_ASK_VERSION = 1
# Rights the kernel knows, by version: files (13, then refer, truncate, device control), TCP, scopes.
_FILE_BITS = {1: 13, 2: 14, 3: 15, 4: 15}
_FILE_BITS_NOW = 16
_TCP_SINCE, _SCOPES_SINCE = 4, 6
_TCP, _SCOPES = 0b11, 0b11


def landlock_version() -> int:
    """The version the kernel offers; 0 where it has none."""
    libc = ctypes.CDLL(None, use_errno=True)
    return max(0, int(libc.syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint(_ASK_VERSION))))


def ruleset(version: int) -> bytes:
    """The ruleset for a version: all that can be given up is given up, and nothing is given back."""
    body = struct.pack("<Q", (1 << _FILE_BITS.get(version, _FILE_BITS_NOW)) - 1)
    if version >= _TCP_SINCE:
        body += struct.pack("<Q", _TCP)
    if version >= _SCOPES_SINCE:
        body += struct.pack("<Q", _SCOPES)
    return body


def give_up_files(version: int) -> None:
    """Restrict this process. Needs `no_new_privs`; raises where any step fails."""
    libc = ctypes.CDLL(None, use_errno=True)
    body = ruleset(version)
    handle = libc.syscall(_CREATE, body, ctypes.c_size_t(len(body)), ctypes.c_uint(0))
    if handle < 0:
        raise OSError(ctypes.get_errno(), "landlock: no ruleset")
    try:
        if libc.syscall(_RESTRICT, ctypes.c_int(handle), ctypes.c_uint(0)) != 0:
            raise OSError(ctypes.get_errno(), "landlock: not restricted")
    finally:
        os.close(handle)
