"""Plan in virtual time: how fast workloads are rehearsed, one pass where very many wait, and a forecast of them."""

import json
import statistics
import subprocess
from pathlib import Path
from typing import Callable

import results

POLICIES = ["fcfs", "skip", "easy", "conservative", "priority+easy+pause"]
ROUNDS = 3
# More jobs than these would take many minutes, since the line of those that wait grows with them.
LARGEST = {
    ("growing", "conservative"): 10_000,
    ("growing", "priority+easy+pause"): 10_000,
}


def ask(program: Path, words: list) -> dict:
    done = subprocess.run([program, *map(str, words)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def rehearsals(program: Path, say: Callable[[str], None], quick: bool) -> str:
    counts = [1_000, 10_000, 100_000] if quick else [1_000, 10_000, 100_000, 1_000_000]
    rows = []
    for line in ["bounded", "growing"]:
        for policy in POLICIES:
            row = [line, f"`{policy}`"]
            for count in counts:
                if count > LARGEST.get((line, policy), counts[-1]):
                    row.append("")
                    continue
                rounds = 1 if count == counts[-1] else ROUNDS
                taken = [ask(program, ["rehearse", count, line, policy])["processor"] for _ in range(rounds)]
                row.append(f"{count / statistics.median(taken):,.0f}")
            rows.append(row)
            say("  " + ", ".join(row))
    text = (
        "Generated jobs of 1 to 32 cores and 1 to 60 minutes whose estimates are up to ten times too long, in order of "
        "arrival on 256 cores, by the planner that serves live: jobs in a second of processor time. The bounded line "
        "has seven tenths of the cores asked for, the growing one thirteen tenths, so that three of ten jobs wait at "
        f"the end. Medians of {ROUNDS}; of the largest, one. Empty: not measured, since it takes minutes."
    )
    head = ["line", "policy", *(f"{count:,} jobs" for count in counts)]
    return results.section("Rehearsal", text, head, rows)


def passes(program: Path, say: Callable[[str], None]) -> str:
    rows = []
    for policy in ["fcfs", "skip", "easy", "conservative"]:
        answers = [ask(program, ["passes", 100_000, policy]) for _ in range(ROUNDS)]
        median = statistics.median(answer["median"] for answer in answers)
        longest = statistics.median(answer["longest"] for answer in answers)
        rows.append([f"`{policy}`", f"{median * 1000:.3f} ms", f"{longest * 1000:.2f} ms"])
        say("  " + ", ".join(rows[-1]))
    text = (
        "100,000 tasks wait, of 1 to 128 cores and with as many different estimates, on 1,000 nodes of 128 cores that "
        "are full; one task ends, and the plan after it is timed, 200 times over. Medians of "
        f"{ROUNDS} runs."
    )
    return results.section("One planning pass", text, ["policy", "median", "the longest of 200"], rows)


def forecasts(program: Path, say: Callable[[str], None]) -> str:
    rows = []
    for policy in ["fcfs", "skip", "easy"]:
        answers = [ask(program, ["forecast", 100_000, policy]) for _ in range(ROUNDS)]
        seconds = statistics.median(answer["seconds"] for answer in answers)
        rows.append([f"`{policy}`", f"{answers[0]['starts']:,}", f"{seconds:.2f} s"])
        say("  " + ", ".join(rows[-1]))
    text = "When each of these 100,000 should start and end, found on a replica. Medians of " f"{ROUNDS} runs."
    return results.section("A forecast", text, ["policy", "starts foreseen", "time"], rows)
