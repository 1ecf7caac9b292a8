"""This process: the thread counts that TensorFlow finds, and how it starts itself again."""

import os
import sys

# TensorFlow reads both once, when it is first asked for something.
INTER = "TF_NUM_INTEROP_THREADS"
INTRA = "TF_NUM_INTRAOP_THREADS"
# From a process to itself after a new start: where to go on from.
GOES_ON = "ROTA_ELASTIC_GOES_ON"


def split(width: int, inter: int = 1) -> tuple:
    """Threads between and within operations: the thread of an operation works beside those within it."""
    return inter, max(1, width - inter)


class Process:
    """What this process was started with."""

    def __init__(self) -> None:
        self.goes_on_from = os.environ.pop(GOES_ON, None)
        self.width = None
        """What the threads were set for; none where they are as they were found."""
        self.trainings = 0
        """How many have ended."""
        self._folder = os.getcwd()
        self._given = {name: os.environ.get(name) for name in (INTER, INTRA)}

    def settle(self, width: int) -> None:
        """Sets the thread counts for so many cores; how many between operations may have been said from outside."""
        given = self._given[INTER] or ""
        inter, intra = split(width, int(given) if given.isdigit() and int(given) > 0 else 1)
        os.environ[INTER], os.environ[INTRA] = str(inter), str(intra)
        self.width = width

    @property
    def can_restart(self) -> bool:
        """Nor where the threads are not ours to set; a notebook, or what standard input says, can't be run again."""
        return self.width is not None and bool(sys.executable) and hasattr(sys.modules["__main__"], "__file__")

    def restart(self, goes_on_from: str) -> None:
        """Becomes the same program anew, with the same arguments and the same process number; raises OSError."""
        environment = dict(os.environ)
        for name, value in self._given.items():
            if value is None:
                environment.pop(name, None)
            else:
                environment[name] = value
        environment[GOES_ON] = goes_on_from
        sys.stdout.flush()
        sys.stderr.flush()
        os.chdir(self._folder)
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)
