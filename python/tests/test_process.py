import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from rota.elastic.process import split

PACKAGES = str(Path(__file__).resolve().parents[1])


class ProcessTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_program(self, text, *words, **variables):
        """Runs a program in its folder; what it says on both streams."""
        (self.folder / "program.py").write_text(text)
        mine = {name: value for name, value in os.environ.items() if not name.startswith(("ROTA_", "TF_NUM"))}
        done = subprocess.run(
            [sys.executable, "program.py", *words], cwd=self.folder, env=mine | {"PYTHONPATH": PACKAGES} | variables,
            capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout, done.stderr

    def grant(self, width):
        path = self.folder / "width"
        path.write_text(f"{width}\n\n")
        return str(path)

    SHOW = """
import os
from rota import elastic
print(os.environ.get('TF_NUM_INTEROP_THREADS'), os.environ.get('TF_NUM_INTRAOP_THREADS'))
"""

    def test_the_thread_of_an_operation_works_beside_those_within_it(self):
        self.assertEqual([split(width) for width in (1, 2, 3, 12)], [(1, 1), (1, 1), (1, 2), (1, 11)])
        self.assertEqual([split(width, 2) for width in (1, 2, 4)], [(2, 1), (2, 1), (2, 2)])

    def test_thread_counts_are_set_for_the_width_before_tensorflow_starts(self):
        self.assertEqual(self.run_program(self.SHOW, ROTA_WIDTH_FILE=self.grant(6)), ("1 5\n", ""))

    def test_threads_between_operations_are_as_many_as_was_said_from_outside(self):
        said = self.run_program(self.SHOW, ROTA_WIDTH_FILE=self.grant(6), TF_NUM_INTEROP_THREADS="2")
        self.assertEqual(said, ("2 4\n", ""))

    def test_without_rota_nothing_is_set_and_nothing_said(self):
        self.assertEqual(self.run_program(self.SHOW + "print(elastic.grant())"), ("None None\nNone\n", ""))

    def test_it_says_when_tensorflow_was_there_first(self):
        self.folder.joinpath("tensorflow.py").touch()
        said, complaint = self.run_program("import tensorflow\n" + self.SHOW, ROTA_WIDTH_FILE=self.grant(6))
        self.assertEqual(said, "None None\n")
        self.assertIn("import rota.elastic before it", complaint)

    def test_a_new_start_is_the_same_program_in_the_same_process_with_the_new_width(self):
        said, _ = self.run_program("""
import os, sys
from rota import elastic
process = elastic._process
print(os.getpid(), sys.argv[1:], os.getcwd(), os.environ['TF_NUM_INTRAOP_THREADS'], process.goes_on_from)
if process.goes_on_from is None:
    open('width', 'w').write('8\\n\\n')
    os.chdir('/')
    process.restart('/saved')
""", "a b", "", ROTA_WIDTH_FILE=self.grant(3))

        first, second = said.splitlines()
        number = first.split()[0]
        self.assertEqual(first, f"{number} ['a b', ''] {self.folder.resolve()} 2 None")
        self.assertEqual(second, f"{number} ['a b', ''] {self.folder.resolve()} 7 /saved")

    def test_what_can_not_be_run_again_is_not(self):
        command = "from rota import elastic; print(elastic._process.can_restart)"
        variables = os.environ | {"PYTHONPATH": PACKAGES, "ROTA_WIDTH_FILE": self.grant(3)}
        done = subprocess.run(
            [sys.executable, "-c", command], env=variables, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.stdout, "False\n", done.stderr)


if __name__ == "__main__":
    unittest.main()
