"""The callback of Keras that follows a grant."""

import sys
import time
from typing import Optional

import keras

from .epochs import EpochsFile
from .grant import GrantFile
from .pace import Pace
from .process import Process


class ElasticTraining(keras.callbacks.BackupAndRestore):
    """Looks after each batch whether to save, after each epoch whether to start again; its base saves and restores.

    A program's first training alone: what a later one saved would be taken for the first one's.
    """

    def __init__(self, process: Process, grants: GrantFile, epochs: EpochsFile, pace: Pace, folder: str, restart: str):
        # Two states are kept: one is whole even if the power fails while the other is written.
        super().__init__(folder, double_checkpoint=True)
        self._process, self._grants, self._epochs, self._pace = process, grants, epochs, pace
        self._restart = restart
        self._epoch = 0
        self._epoch_began = (0.0, 0.0)
        self._has_trained = False
        self._answered = False

    def on_epoch_begin(self, epoch: int, logs: Optional[dict] = None) -> None:
        # Here and not where the last one ended: by now everybody else's callback has seen that end.
        if self._has_trained:
            self._restart_if_due(epoch)
        self._epoch = epoch
        self._epoch_began = (time.time(), time.monotonic())

    def on_train_batch_end(self, batch: int, logs: Optional[dict] = None) -> None:
        self._save_when_asked(self._epoch)

    def on_epoch_end(self, epoch: int, logs: Optional[dict] = None) -> None:
        began_at, began = self._epoch_began
        self._has_trained = True
        self._pace.take(began, time.monotonic())
        self._epochs.ended(epoch + 1, began_at, time.time(), self._grants.read().width)
        self._save_when_asked(epoch + 1)

    def on_train_end(self, logs: Optional[dict] = None) -> None:
        self._process.trainings += 1
        super().on_train_end(logs)

    def _restart_if_due(self, done: int) -> None:
        width = self._grants.read().width
        if not self._is_due(width, self.params["epochs"] - done):
            return
        self._save(done)
        self._epochs.restarted(done, time.time(), width)
        try:
            self._process.restart(self.backup_dir)
        except OSError as failure:
            print(f"rota.elastic: can't start again: {failure}; its threads stay as they are", file=sys.stderr)
            self._restart = "never"

    def _is_due(self, wanted: int, remaining: int) -> bool:
        if self._restart == "never" or self._process.trainings > 0 or not self._process.can_restart:
            return False
        if self._restart == "always":
            return wanted != self._process.width
        return self._pace.is_worthwhile(self._process.width, wanted, remaining)

    def _save_when_asked(self, done: int) -> None:
        """Once for each time it is asked."""
        asked = self._grants.read().is_to_save
        if asked and not self._answered and self._process.trainings == 0:
            self._save(done)
            self._epochs.saved(done, time.time())
        self._answered = asked

    def _save(self, done: int) -> None:
        super().on_epoch_end(done - 1)
