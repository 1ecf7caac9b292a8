"""What is measured side by side: each runs the same program the same number of times."""

import json
import re
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from measuring import measure, width as cores

PROGRAM = "/bin/true"


@dataclass
class Peer:
    """A way to run many tasks."""

    name: str
    # As a person would type it; `N` is the number of tasks, `W` how many at once.
    line: str
    version: str
    # (count, width, folder) -> seconds
    run: Callable[[int, int, Path], float]
    # It is given this part of the tasks, since at its rate all of them would take minutes.
    divisor: int = 1


def first_line(command: list) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]


def installed(python: Path, package: str) -> str:
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    return f"{package} {first_line([str(python), '-c', code])}"


def numbers(count: int) -> str:
    return "".join(f"{number}\n" for number in range(count))


def rota(program: Path) -> Peer:
    def run(count: int, width: int, folder: Path) -> float:
        range_ = f"0-{count - 1}"
        return measure([program, "run", "--quiet", "-j", str(width), "--range", range_, "--", PROGRAM], folder).seconds

    line = f"rota run --quiet -j W --range 0-$((N-1)) -- {PROGRAM}"
    return Peer("Rota", line, first_line([program, "--version"]), run)


def xargs() -> Peer:
    def run(count: int, width: int, folder: Path) -> float:
        return measure(["xargs", "-P", str(width), "-n", "1", PROGRAM], folder, numbers(count)).seconds

    return Peer("xargs", f"seq N | xargs -P W -n 1 {PROGRAM}", first_line(["xargs", "--version"]), run)


def parallel() -> Peer:
    def run(count: int, width: int, folder: Path) -> float:
        return measure(["parallel", "-j", str(width), PROGRAM], folder, numbers(count)).seconds

    line = f"seq N | parallel -j W {PROGRAM}"
    return Peer("GNU parallel", line, first_line(["parallel", "--version"]), run, divisor=10)


def qcg(python: Path) -> Peer:
    def run(count: int, width: int, folder: Path) -> float:
        job = {
            "name": "tasks",
            "iteration": {"stop": count},
            "execution": {"exec": PROGRAM},
            "resources": {"numCores": {"exact": 1}},
        }
        requests = [
            {"request": "submit", "jobs": [job]},
            {"request": "control", "command": "finishAfterAllTasksDone"},
        ]
        (folder / "requests.json").write_text(json.dumps(requests))
        command = [python.parent / "qcg-pm-service", "--file-path", "requests.json", "--wd", ".", "--log", "warning"]
        return measure(command + ["--nodes", str(width)], folder).seconds

    line = "qcg-pm-service --file-path requests.json --wd . --log warning --nodes W"
    return Peer("QCG-PilotJob", line, installed(python, "qcg-pilotjob"), run, divisor=5)


def hyperqueue(python: Path) -> Peer:
    script = Path(__file__).with_name("hyperqueue_tasks.py")

    def run(count: int, width: int, folder: Path) -> float:
        output = measure([python, script, str(count), str(width), PROGRAM], folder).output
        return float(re.search(r"^seconds ([\d.]+)$", output, re.MULTILINE).group(1))

    line = f"hyperqueue_tasks.py N W {PROGRAM}, from the first task described to the last one ended"
    return Peer("HyperQueue", line, installed(python, "hyperqueue"), run, divisor=5)


def compiled(name: str, build: Path) -> Path:
    """A small C program that stands beside this file."""
    program = build / name
    subprocess.run(["cc", "-O2", "-o", program, Path(__file__).with_name(f"{name}.c")], check=True)
    return program


def limit(build: Path) -> Peer:
    program = compiled("spawn_limit", build)

    def run(count: int, width: int, folder: Path) -> float:
        return measure([program, str(count), str(width), PROGRAM], folder).seconds

    return Peer("the limit", f"spawn_limit N W {PROGRAM}", "posix_spawn and wait, nothing else", run)


HEAD = ["", "N", "tasks/s, median", "share of the limit", "its range", "version", "command"]


def compare(
    compared: list, count: int, rounds: int, fresh_folder: Callable[[], Path], say: Callable[[str], None]
) -> list:
    """Rows of a table: each one's rate, and its share of the first one's in the same round."""
    rates = {peer.name: [] for peer in compared}
    for number in range(rounds):
        # Nobody is always measured right after the same other one.
        for peer in compared[number:] + compared[:number]:
            tasks = count // peer.divisor
            rates[peer.name].append(tasks / peer.run(tasks, cores(), fresh_folder()))
            say(f"  round {number + 1}: {peer.name}: {rates[peer.name][-1]:,.0f} tasks/s")
    rows = []
    for peer in compared:
        shares = [own / bound for bound, own in zip(rates[compared[0].name], rates[peer.name])]
        rows.append([peer.name, f"{count // peer.divisor:,}", f"{statistics.median(rates[peer.name]):,.0f}",
                     f"{statistics.median(shares):.2f}", f"{min(shares):.2f} – {max(shares):.2f}", peer.version,
                     f"`{peer.line}`"])
    return rows


def environment(build: Path) -> Path:
    """The Python of a virtual environment that holds the peers written in it."""
    folder = build / "peers"
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "qcg-pilotjob", "hyperqueue"], check=True)
    return python
