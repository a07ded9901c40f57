"""Runs a command that ends when its parent ends, even when the parent is killed outright: `leash.py <parent pid> <command…>`.

A child cannot outlive the house this way, so no port stays taken. Only Linux offers it; elsewhere a killed house may leave
children behind, while Ctrl-C and SIGTERM always end them.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            sys.exit(1)  # The parent died before we asked to hear of it.
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
