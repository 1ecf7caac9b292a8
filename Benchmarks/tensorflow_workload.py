"""A workload of real trainings in real containers: with no control, and under each policy of the table."""

import csv
import datetime
import json
import random
import shutil
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import results

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "python" / "tests"))
from engine import Engine  # noqa: E402

from measuring import Failed, width  # noqa: E402

# Epochs of a short and of a long training of each.
LENGTHS = {"convolutional": (4, 16), "recurrent": (8, 32), "dense": (8, 32)}
CONTAINERS = 16
# Each cell of the table: who is served first, and how wide; those that pause do.
PLANNING = {
    "fcfs": [], "priority": ["--preemption", "longest_run"], "round_robin": ["--quantum", "20s"],
}
ASSIGNMENTS = ["strict", "max_prop", "always_attend"]
# A training keeps a core busy for four fifths of its time, so three share two of them.
LENT_TO_TWO = 3


@dataclass(frozen=True)
class Request:
    """A training: the image that does it by itself, the threads its user asks for, and who goes before whom."""

    image: str
    threads: int
    epochs: int
    priority: int


@dataclass
class Outcome:
    """When a container started and ended, in seconds since its request; all requests come at once."""

    started: float
    ended: float


def workload(count: int = CONTAINERS) -> list:
    """Models, lengths and widths mixed by one seed: the same for everybody. What is short is urgent."""
    draw = random.Random(1)
    requests = []
    for number in range(count):
        model = list(LENGTHS)[number % len(LENGTHS)]
        is_long = draw.random() < 0.3
        epochs = LENGTHS[model][is_long]
        threads = min(draw.choice([1, 2, 4, 8]), width())
        requests.append(Request(f"rota-bench:{model}-{epochs}", threads, epochs, 2 if is_long else 0))
    return requests


def make_images(engine: Engine) -> None:
    """An image for each length: a request names an image and no arguments."""
    for model, lengths in LENGTHS.items():
        for epochs in lengths:
            container = engine.docker("create", f"rota-tensorflow:{model}")
            words = [
                "python3", f"/opt/rota/examples/tensorflow/{model}.py", "--epochs", str(epochs), "--timeline", ""]
            engine.docker("commit", "--change", f"CMD {json.dumps(words)}", container, f"rota-bench:{model}-{epochs}")
            engine.docker("rm", container)


def train(engine: Engine, request: Request, threads: int, *held: str) -> None:
    engine.docker(
        "run", "--rm", "--network", "none", *held, "--env", "TF_NUM_INTEROP_THREADS=1",
        "--env", f"TF_NUM_INTRAOP_THREADS={max(1, threads - 1)}", request.image)


def all_at_once(engine: Engine, requests: list) -> list:
    """No control: every container starts when it is asked for, with the threads it asks for."""
    began = time.monotonic()
    outcomes = [None] * len(requests)

    def run(number: int) -> None:
        started = time.monotonic() - began
        train(engine, requests[number], requests[number].threads)
        outcomes[number] = Outcome(started, time.monotonic() - began)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(requests))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def lent() -> int:
    """Cores that Rota deals out where each may be lent more than once."""
    return max(1, width() * LENT_TO_TWO // 2)


def under(rota: Path, planning: str, assignment: str, cores: int) -> Callable:
    """A policy of the table, by the door for such requests."""
    def run(engine: Engine, requests: list) -> list:
        folder = engine.folder / "run"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        lines = [f"execution,{number},{request.image},{request.threads},0,{request.priority}\n"
                 for number, request in enumerate(requests)]
        (folder / "requests_file.txt").write_text("".join(lines))
        began = datetime.datetime.now()
        done = subprocess.run(
            [rota, "tensorflow", "1", str(len(requests)), "--quiet", "--policy", planning, "--assignment", assignment,
             *PLANNING[planning], "--use-cores", str(cores), "--port", "none", "--network", "none",
             "--memory-gate", "none"],
            cwd=folder, env=engine.environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"rota tensorflow, {planning} {assignment}: exit code {done.returncode}\n{done.stderr}")
        with open(folder / "Data" / "log" / f"{len(requests)}Contenedores" / "scheduler_events.txt") as file:
            return [
                Outcome(*((datetime.datetime.fromisoformat(row[name]) - began).total_seconds()
                          for name in ("Execution_Start", "Execution_Finish")))
                for row in csv.DictReader(file)
            ]
    return run


@dataclass
class Figures:
    """What one run of the workload comes to."""

    productivity: float
    response: float
    longest_wait: float

    @classmethod
    def of(cls, outcomes: list) -> "Figures":
        ends = [outcome.ended for outcome in outcomes]
        return cls(len(ends) / max(ends), statistics.mean(ends), max(outcome.started for outcome in outcomes))


def compare(rota: Path, rounds: int, say: Callable[[str], None]) -> list:
    """Rows of the table: all ways in each round, and every ratio within its round."""
    ways = {"no control: all at once": all_at_once}
    ways |= {f"{planning}, {assignment}": under(rota, planning, assignment, lent())
             for planning in PLANNING for assignment in ASSIGNMENTS}
    ways["priority, max_prop, each core lent once"] = under(rota, "priority", "max_prop", width())
    taken = {name: [] for name in ways}
    requests = workload()
    engine = Engine()
    try:
        engine.load()
        make_images(engine)
        for _ in range(rounds):
            for name, way in ways.items():
                figures = Figures.of(way(engine, requests))
                taken[name].append(figures)
                say(f"  {name}: {figures.productivity:.4f}/s, mean response {figures.response:.1f} s")
    finally:
        engine.close()
    bare = next(iter(taken.values()))
    return [row(name, figures, bare) for name, figures in taken.items()]


def row(name: str, taken: list, bare: list) -> list:
    def middle(values) -> float:
        return statistics.median(values)

    faster = middle(one.productivity / other.productivity for one, other in zip(taken, bare))
    sooner = middle(one.response / other.response for one, other in zip(taken, bare))
    return [
        name, f"{middle(one.productivity for one in taken):.4f}", f"{faster:.2f}",
        f"{middle(one.response for one in taken):.1f} s", f"{sooner:.2f}",
        f"{middle(one.longest_wait for one in taken):.1f} s",
    ]


def section(rota: Path, say: Callable[[str], None], quick: bool) -> str:
    """The part of the page of results."""
    rounds = 1 if quick else 3
    taken = "one round" if quick else f"medians of {rounds} rounds, ratios within a round"
    head = ["", "containers per second", "of no control", "mean response", "of no control", "longest wait"]
    text = (
        f"{CONTAINERS} containers of mixed models, lengths and widths, all asked for at once, on {width()} cores; "
        f"{taken}. Without control each has the threads it asks for, and the kernel shares the cores out. "
        f"The policies deal out {lent()} cores, since a training leaves a core of its own idle for a fifth of "
        "its time; the last row shows what that is worth.")
    return results.section("TensorFlow: a workload in containers", text, head, compare(rota, rounds, say))
