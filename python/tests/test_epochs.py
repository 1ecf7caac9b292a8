import os
import tempfile
import unittest

from rota.elastic.epochs import EpochsFile


class EpochsTests(unittest.TestCase):
    def test_each_line_is_there_at_once_and_later_ones_follow(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "epochs")

            EpochsFile(path).ended(1, 10.25, 12, width=4)
            EpochsFile(path).saved(1, 12.5)
            epochs = EpochsFile(path)
            epochs.restarted(1, 13, width=2)
            epochs.ended(2, 15, 17.0625, width=2)

            with open(path) as file:
                self.assertEqual(file.read(), (
                    "epoch 1 10.250 12.000 4\nsaved 1 12.500\nrestarted 1 13.000 2\nepoch 2 15.000 17.062 2\n"))

    def test_a_training_goes_on_where_nobody_can_hear_of_it(self):
        EpochsFile(None).saved(1, 2)
        EpochsFile("/nowhere/epochs").saved(1, 2)


if __name__ == "__main__":
    unittest.main()
