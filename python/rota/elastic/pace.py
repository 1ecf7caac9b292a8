"""When other thread counts are worth a new start."""

import statistics

# The share of the time that threads beyond the cores cost: on the mean an epoch took 42 % longer, from nothing to twice
# as long by model (docs/elastic-study.md).
CROWDING = 0.3
# No model gains in full from more cores.
MARGIN = 2


class Pace:
    """How fast this process trains, and what its start took."""

    def __init__(self, began_at: float):
        self._began_at = began_at
        self._start = 0.0
        self._epochs = []

    def take(self, began_at: float, ended_at: float) -> None:
        """An epoch that ended, by the clock that the process began by."""
        if not self._epochs:
            self._start = began_at - self._began_at
        self._epochs.append(ended_at - began_at)

    def is_worthwhile(self, width: int, wanted: int, remaining: int) -> bool:
        """Whether a new start with other thread counts pays in the epochs that remain.

        The first epoch prepares what later ones use, and counts as part of the start; so two are needed to judge.
        """
        if width == wanted or remaining < 1 or len(self._epochs) < 2:
            return False
        usual = statistics.median(self._epochs[1:])
        start = self._start + max(0, self._epochs[0] - usual)
        share = 1 - width / wanted if wanted > width else CROWDING
        return usual * remaining * share > MARGIN * start
