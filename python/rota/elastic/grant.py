"""What Rota granted this program: the file that ROTA_WIDTH_FILE names."""

import os
from dataclasses import dataclass
from typing import Optional

VARIABLE = "ROTA_WIDTH_FILE"


@dataclass(frozen=True)
class Grant:
    """The cores that are this program's for now."""

    width: int
    """In cores, at least one."""
    processors: str = ""
    """Those it is held to, as `taskset -c` spells them; empty where it is held to none."""
    is_to_save: bool = False
    """Whether it will stand still for long, and should save first what it would be sorry to lose."""

    @classmethod
    def parse(cls, text: str) -> "Grant":
        """Raises ValueError where the first line is no number."""
        width, processors, words = (text.splitlines() + ["", "", ""])[:3]
        return cls(max(1, int(float(width))), processors.strip(), "save" in words.split())

    @classmethod
    def in_force(cls) -> "Grant":
        """What the kernel lets this process use."""
        return cls(len(os.sched_getaffinity(0)))


class GrantFile:
    """The file, which is replaced as a whole whenever the grant changes; without one, the cores in force count."""

    def __init__(self, path: Optional[str]):
        self.path = path
        self._seen = None
        self._grant = Grant.in_force()

    def read(self) -> Grant:
        """What it says now; where it can't be read, or says nothing, the cores in force.

        Cost: one call of the system while nothing changed, so it may be asked after every batch.
        """
        if self.path is None:
            return Grant.in_force()
        try:
            status = os.stat(self.path)
            version = (status.st_ino, status.st_mtime_ns, status.st_size)
            if version != self._seen:
                with open(self.path, encoding="ascii") as file:
                    self._grant = Grant.parse(file.read())
                self._seen = version
        except (OSError, ValueError):
            self._seen = None
            self._grant = Grant.in_force()
        return self._grant
