import unittest

from rota.elastic.pace import Pace


class PaceTests(unittest.TestCase):
    def pace(self, *epochs):
        """A process that took 4 s to its first epoch."""
        pace, at = Pace(100), 104
        for seconds in epochs:
            pace.take(at, at + seconds)
            at += seconds
        return pace

    def test_twice_the_cores_are_worth_a_start_when_enough_epochs_remain(self):
        # Half of 10 s an epoch is saved; a start takes 4 s and what the first epoch took more.
        self.assertTrue(self.pace(12, 10, 10).is_worthwhile(2, 4, remaining=3))
        self.assertFalse(self.pace(12, 10, 10).is_worthwhile(2, 4, remaining=2))

    def test_fewer_cores_than_threads_are_worth_a_start_when_enough_epochs_remain(self):
        # Three tenths of 10 s an epoch are saved; a start takes 4 s.
        self.assertTrue(self.pace(10, 10).is_worthwhile(4, 2, remaining=3))
        self.assertFalse(self.pace(10, 10).is_worthwhile(4, 2, remaining=2))

    def test_one_epoch_is_not_enough_to_judge_and_nothing_remains_after_the_last(self):
        self.assertFalse(self.pace(10).is_worthwhile(1, 8, remaining=100))
        self.assertFalse(self.pace(10, 10).is_worthwhile(1, 8, remaining=0))

    def test_the_same_width_is_never_worth_it(self):
        self.assertFalse(self.pace(10, 10, 10).is_worthwhile(4, 4, remaining=1000))


if __name__ == "__main__":
    unittest.main()
