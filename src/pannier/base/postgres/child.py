"""Become PostgreSQL: run as a program of its own between our process and the server.

Usage: child.py PARENT_PID UID GID COMMAND…   (UID -1 keeps the account)

It drops root's rights, asks the kernel (Linux) for a signal when the parent ends, and turns into the
command. It is a program and not a `preexec_fn`, which may deadlock in a process with threads; and it drops
the rights itself, because the unprivileged account may not be able to run this Python.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Turn into the command; the exit code tells the parent when that fails."""
    parent, uid, gid = (int(number) for number in arguments[:3])
    command = arguments[3:]
    libc = ctypes.CDLL(None)
    os.umask(0o077)
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        # SIGINT is a fast and clean shutdown. Asked for after the change of account, which would clear it.
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
    if os.getppid() != parent:
        sys.exit("The parent ended before the server began.")
    os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
