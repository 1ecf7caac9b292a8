import os
import tempfile
import unittest

from rota.elastic.grant import Grant, GrantFile


class GrantTests(unittest.TestCase):
    def test_a_file_says_width_and_processors_and_a_third_line_may_ask_to_save(self):
        self.assertEqual(Grant.parse("4\n0-1,6-7\n"), Grant(4, "0-1,6-7"))
        self.assertEqual(Grant.parse("4\n\n"), Grant(4))
        self.assertEqual(Grant.parse("4\n0-3\nsave\n"), Grant(4, "0-3", True))
        self.assertEqual(Grant.parse("4\n0-3\nsomething else\n"), Grant(4, "0-3"))

    def test_part_of_a_core_is_one(self):
        self.assertEqual(Grant.parse("0.5\n").width, 1)
        self.assertEqual(Grant.parse("2.5\n").width, 2)

    def test_a_file_that_is_replaced_is_read_again(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "width")
            grants = GrantFile(path)
            for width in (1, 3, 2, 2):
                with open(path + ".new", "w") as file:
                    file.write(f"{width}\n\n")
                os.replace(path + ".new", path)

                self.assertEqual(grants.read().width, width)
                self.assertEqual(grants.read().width, width)

    def test_where_nothing_can_be_read_the_cores_in_force_count(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "width")
            in_force = Grant(len(os.sched_getaffinity(0)))
            self.assertEqual(GrantFile(None).read(), in_force)
            self.assertEqual(GrantFile(path).read(), in_force)
            for text in ("", "wide\n0\n", "\u00e9\n"):
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
                self.assertEqual(GrantFile(path).read(), in_force, text)


if __name__ == "__main__":
    unittest.main()
