"""Becomes another program that ends with its parent and, for root, runs as another user.

Run by path with ``python -I -S``; imports nothing of ours, because it must start in milliseconds and from a folder that
nobody but root may enter. Linux only where it does something: elsewhere the command is started as it is.
"""

import argparse
import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_SECUREBITS = 28
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
SECBIT_NO_SETUID_FIXUP = 1 << 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522

#: Exit codes of our own, far from what the servers use.
CANNOT_DROP = 120
PARENT_GONE = 121


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, *values: int) -> None:
    arguments = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    if _libc().prctl(ctypes.c_int(option), *arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _keep_only(capability: int) -> None:
    """Leave one capability in the permitted, effective and inheritable sets."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    bit = 1 << capability
    data = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    if _libc().capset(ctypes.byref(header), ctypes.byref(data)) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def drop_root(uid: int, gid: int, *, enter_closed_folders: bool) -> None:
    """Become an ordinary user for good, with or without the right to pass closed folders.

    ``NO_SETUID_FIXUP`` is needed besides the capability: without it access(2), which PostgreSQL asks about its own
    executable, forgets the capabilities of everybody but root.
    """
    if enter_closed_folders:
        _prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    if enter_closed_folders:
        _keep_only(CAP_DAC_OVERRIDE)
        _prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE)
    _prctl(PR_SET_NO_NEW_PRIVS, 1)


def end_with_parent(number: int, parent: int) -> None:
    """Ask for a signal when the parent dies; after ``setuid``, which would cancel the request."""
    if sys.platform != "linux":
        return
    _prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(PARENT_GONE)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--signal", required=True)
    parser.add_argument("--user", type=int)
    parser.add_argument("--group", type=int)
    parser.add_argument("--enter-closed-folders", action="store_true")
    parser.add_argument("command", nargs="+")
    given = parser.parse_args()
    if given.user is not None:
        try:
            drop_root(given.user, given.group, enter_closed_folders=given.enter_closed_folders)
        except OSError as e:
            sys.stderr.write(f"cannot become user {given.user}: {e}\n")
            sys.exit(CANNOT_DROP)
    end_with_parent(signal.Signals[given.signal], given.parent)
    os.execv(given.command[0], given.command)  # noqa: S606 - the very purpose: no shell, and the same process


if __name__ == "__main__":
    main()
