import csv
import json
import os
import subprocess
import unittest
from collections import Counter

from engine import Engine, wait_for


@unittest.skipUnless(os.geteuid() == 0, "a container engine is started by root alone")
class TrainingTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.engine = Engine()
        cls.addClassCleanup(cls.engine.close)
        cls.engine.load()

    def setUp(self):
        self.folder = self.engine.folder / self.id()
        self.folder.mkdir()

    def grant(self, *lines):
        new = self.folder / "width.new"
        new.write_text("\n".join(map(str, lines)) + "\n")
        new.replace(self.folder / "width")

    def epochs(self):
        """The lines reported so far, as lists of words."""
        file = self.folder / "epochs"
        return [line.split() for line in file.read_text().splitlines()] if file.exists() else []

    def wait_for_line(self, *words):
        """The first line that begins so, of a training that has not ended."""
        def line():
            if self.engine.docker("inspect", "--format", "{{.State.Running}}", self.container) != "true":
                raise AssertionError(self.engine.docker("logs", self.container))
            return next((line for line in self.epochs() if line[:len(words)] == list(map(str, words))), None)
        return wait_for(line, f"a line {words} among {self.epochs()}")

    def train(self, *words):
        variables = {"WIDTH_FILE": "width", "EPOCHS_FILE": "epochs", "SAVE_FOLDER": "saves", "TIMELINE_FOLDER": "line"}
        told = [word for name, file in variables.items() for word in ("--env", f"ROTA_{name}=/rota/{file}")]
        self.container = self.engine.docker(
            "run", "--detach", "--network", "none", "--volume", f"{self.folder}:/rota", *told, "rota-tensorflow:dense",
            "python3", "/opt/rota/examples/tensorflow/dense.py", "--samples", "1024", *words)

    def threads(self):
        """How many threads the training has within its operations, and a few for other things."""
        names = self.engine.docker(
            "exec", self.container, "python3", "-c",
            "import glob; print(*[open(name).read() for name in glob.glob('/proc/1/task/*/comm')])")
        # Those within operations are called as the program is.
        return names.split().count("python3")

    def test_it_follows_its_cores_saves_when_asked_and_goes_on_from_there(self):
        self.grant(2, "")
        self.train("--epochs", "100000", "--restart", "always")
        self.wait_for_line("epoch", 2)
        narrow = self.threads()

        self.grant(5, "")
        restarted = self.wait_for_line("restarted")
        done = int(restarted[1])
        self.wait_for_line("epoch", done + 1)
        wait_for(lambda: self.threads() == narrow + 3, "three threads more within operations")
        self.grant(5, "", "save")
        saved = int(self.wait_for_line("saved")[1])
        self.engine.docker("kill", self.container)

        numbers = [int(line[1]) for line in self.epochs() if line[0] == "epoch"]
        self.assertEqual(numbers, list(range(1, len(numbers) + 1)))
        self.assertEqual(restarted[3], "5")
        self.assertTrue(json.loads((self.folder / "line" / "timeline.json").read_text())["traceEvents"])

        (self.folder / "epochs").unlink()
        self.grant(5, "")
        self.train("--epochs", str(saved + 2))
        self.assertEqual(self.engine.docker("wait", self.container), "0", self.engine.docker("logs", self.container))
        self.assertEqual([line[1] for line in self.epochs()], [str(saved + 1), str(saved + 2)])
        self.assertEqual(list((self.folder / "saves").iterdir()), [])

    def test_without_rota_an_example_learns_and_says_nothing_of_it(self):
        said = self.engine.docker("run", "--rm", "--network", "none", "rota-tensorflow:convolutional")
        self.assertIn("Epoch 4/4", said)
        self.assertGreater(float(said.split("accuracy: ")[-1].split()[0]), 0.9)

    @unittest.skipUnless("TESTED_ROTA" in os.environ, "TESTED_ROTA names the rota to test, as PythonTests does")
    def test_the_scheduler_for_such_programs_runs_them_as_its_users_ask(self):
        (self.folder / "requests_file.txt").write_text(
            "execution,0,rota-tensorflow:dense,1,0\n"
            "execution,1,rota-tensorflow:recurrent,12,0\n"
            "update,0,rota-tensorflow:dense,2,0\n")

        done = subprocess.run(
            [os.environ["TESTED_ROTA"], "tensorflow", "1", "2", "--assignment", "max_prop", "--port", "none",
             "--network", "none", "--memory-gate", "none"],
            cwd=self.folder, env=self.engine.environment | {"HOME": str(self.folder)}, capture_output=True, text=True)

        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        results = self.folder / "Data" / "log" / "2Contenedores"
        self.assertEqual((results / "containers_failed.txt").read_text(), "0\n")
        with open(results / "gantt_events.txt") as file:
            rows = Counter(row["Task"] for row in csv.DictReader(file))
        self.assertEqual((rows["0.5"], rows["1.5"]), (6, 4))
        for number, last in ((0, "Epoch 6/6"), (1, "Epoch 4/4")):
            self.assertIn(last, (results / f"log-instance{number}").read_text())
            timeline = (results / "Outputs" / f"instance{number}" / "timeline.json").read_text()
            self.assertTrue(json.loads(timeline)["traceEvents"])
        self.assertEqual(self.engine.docker("ps", "--all", "--quiet", "--filter", "label=rota.keeper"), "")


if __name__ == "__main__":
    unittest.main()
