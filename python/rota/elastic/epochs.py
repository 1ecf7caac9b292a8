"""What a training tells about itself: lines in the file that ROTA_EPOCHS_FILE names."""

import os
from typing import Optional

VARIABLE = "ROTA_EPOCHS_FILE"


class EpochsFile:
    """A line for what happened, each written at once; times are seconds since 1970."""

    def __init__(self, path: Optional[str]):
        self._path = path

    def ended(self, epoch: int, began_at: float, ended_at: float, width: int) -> None:
        """An epoch, counted from 1 as Keras shows it, and the cores granted when it ended."""
        self._add(f"epoch {epoch} {began_at:.3f} {ended_at:.3f} {width}")

    def saved(self, epochs: int, at: float) -> None:
        """So many epochs would not be lost."""
        self._add(f"saved {epochs} {at:.3f}")

    def restarted(self, epochs: int, at: float, width: int) -> None:
        """After so many epochs it starts anew, with thread counts for so many cores."""
        self._add(f"restarted {epochs} {at:.3f} {width}")

    def _add(self, line: str) -> None:
        if self._path is None:
            return
        try:
            file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                os.write(file, f"{line}\n".encode())
            finally:
                os.close(file)
        except OSError:
            # No training ends because nobody can hear of it.
            self._path = None
