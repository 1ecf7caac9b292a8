"""How long people wait: policies beside EASY, in virtual time, by the planner that serves live."""

import gzip
import json
import statistics
import subprocess
from pathlib import Path
from typing import Callable

import results

# Data of others, beside the project; without them the generated workloads are played alone.
TRACE = Path(__file__).resolve().parents[2] / "shared" / "traces" / "metacentrum-zewura-2013.swf.gz"
TRACE_CORES = 1536
SEEDS = range(1, 6)

# Compared with, and first.
EASY = "fcfs+easy"
# From what waits least on the mean to what lets nobody wait for long.
POLICIES = [
    "shortest+easy", "shortest+easy+by-last-two", "due+stretch=10+within=6d", "due+stretch=30",
    "due", "due+within=18h", "fcfs+easy+shortest-passes",
]


def play(program: Path, words: list) -> dict:
    """What each policy came to, by its name."""
    command = [program, "quality", *map(str, words), EASY, *POLICIES]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return {answer["policy"]: answer for answer in answers}


def ratio(played: list, policy: str, what: str) -> str:
    """Of EASY's: the geometric mean over the workloads, and the largest when there are several."""
    ratios = [one[policy][what] / one[EASY][what] for one in played]
    mean = f"{statistics.geometric_mean(ratios):.2f}"
    return mean if len(ratios) == 1 else f"{mean} (≤ {max(ratios):.2f})"


def frontier(program: Path, fresh_folder: Callable[[], Path], say: Callable[[str], None]) -> str:
    workloads = {}
    if TRACE.exists():
        plain = fresh_folder() / "trace.swf"
        plain.write_bytes(gzip.decompress(TRACE.read_bytes()))
        workloads["a real cluster's trace"] = [play(program, ["trace", plain, TRACE_CORES])]
    for name in ["sittings", "mixture"]:
        workloads[f"{name}, {len(SEEDS)} seeds"] = [play(program, [name, seed]) for seed in SEEDS]
    rows = []
    for workload, played in workloads.items():
        for policy in [EASY, *POLICIES]:
            used = statistics.fmean(one[policy]["utilisation"] for one in played)
            row = [workload, f"`{policy}`", ratio(played, policy, "slowdown"), ratio(played, policy, "longestWait"),
                   f"{used:.3f}"]
            rows.append(row)
            say("  " + ", ".join(row))
    text = (
        "The mean bounded slowdown and the longest wait as multiples of EASY's on the same workload: the geometric "
        "mean of the seeds, and the largest. No policy knows run times, and none pauses. The trace is the first "
        f"quarter of 2013 of MetaCentrum's zewura on {TRACE_CORES:,} processors; `sittings` are users who submit the "
        "same several times and often break off at once, `mixture` are ten kinds of job whose users ask for up to "
        "fifty times what they need."
    )
    head = ["workload", "policy", "slowdown", "longest wait", "utilisation"]
    return results.section("How long people wait", text, head, rows)
