"""What a child gives up before it reads a stranger's bytes, in the one order in which nothing is left half locked."""

import ctypes
import os

from analyzers.sandbox.landlock import give_up_files, landlock_version
from analyzers.sandbox.seccomp import give_up_calls

# B: user, privileges, files (Landlock), system calls (seccomp). C: the same without Landlock. D: nothing that holds.
TIER_B, TIER_C, TIER_D = "B", "C", "D"
NOBODY = 65_534

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_SIGKILL = 9


def lock_down(tier: str) -> None:
    """Give up what `tier` says. Any step that fails ends the child: it must not read on half locked.

    Everything that will be needed must have been imported and opened before.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    # After the change of user, which would undo the second and third.
    for option, value in ((_PR_SET_NO_NEW_PRIVS, 1), (_PR_SET_DUMPABLE, 0), (_PR_SET_PDEATHSIG, _SIGKILL)):
        if libc.prctl(option, value, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    if tier == TIER_B:
        give_up_files(landlock_version())
    give_up_calls()
