"""Plan and the record alone, without a process: what `rota-bench` says of them."""

import json
import statistics
from pathlib import Path
from typing import Callable

import results
from measuring import weigh


def ask(program: Path, words: list, folder: Path) -> tuple:
    """The tool's answer, and its peak memory."""
    measurement, peak = weigh([program, *words], folder)
    return json.loads(measurement.output), peak


def tempo(answers: list, what: str) -> str:
    """How much more the last tenth of the tasks took than the first; of each tenth the least of all rounds.

    What else happens on the machine, or on its disk, only ever adds.
    """
    tenths = [min(of_round) for of_round in zip(*(answer[what] for answer in answers))]
    return f"{(tenths[-1] / tenths[0] - 1) * 100:+.1f} %"


def rates(program: Path, fresh_folder: Callable[[], Path], say: Callable[[str], None]) -> str:
    rows = []
    rounds = 7
    for name, words in [("Plan", ["plan"]), ("Plan and record, durable", ["record"])]:
        for count in [10_000, 100_000, 1_000_000]:
            place = ["."] if words == ["record"] else []
            asked = [ask(program, words + [str(count)] + place, fresh_folder()) for _ in range(rounds)]
            answers = [answer for answer, _ in asked]
            seconds = statistics.median(answer["seconds"] for answer in answers)
            peak = max(peak for _, peak in asked)
            rows.append([name, f"{count:,}", f"{count / seconds:,.0f}", tempo(answers, "processor"),
                         tempo(answers, "commitMicroseconds") if place else "", results.mebibytes(peak)])
            say("  " + ", ".join(rows[-1]))
    text = (
        f"One job whose tasks end the moment they are handed over; medians of {rounds} rounds. The tempo is how much "
        "more processor time, and how much longer a median commit, the last tenth of the tasks took than the first; "
        "of each tenth the least of all rounds counts, since a disk's mood and other processes only ever add."
    )
    head = ["", "tasks", "tasks/s", "tempo", "tempo of a commit", "peak memory"]
    return results.section("The core alone", text, head, rows)


def replay(program: Path, fresh_folder: Callable[[], Path], say: Callable[[str], None]) -> str:
    rows = []
    for count in [10_000, 100_000, 1_000_000]:
        folder = fresh_folder()
        ask(program, ["record", str(count), "."], folder)
        asked = [ask(program, ["replay", "."], folder) for _ in range(5)]
        row = [f"{count:,}"]
        for what in ["reading", "applying"]:
            row.append(f"{statistics.median(answer[what] for answer, _ in asked) * 1000:.0f} ms")
        rows.append(row + [results.mebibytes(max(peak for _, peak in asked))])
        say("  " + ", ".join(rows[-1]))
    text = "What a restart does first: it reads the whole record, and rebuilds the state from it. Medians of 5."
    return results.section("Replay", text, ["tasks", "reading", "applying", "peak memory"], rows)


def layers(program: Path, fresh_folder: Callable[[], Path], say: Callable[[str], None]) -> str:
    rows = []
    for count in [1_000, 10_000, 100_000]:
        answer, peak = ask(program, ["layers", str(count)], fresh_folder())
        accepted, rest = answer["accepted"], answer["seconds"] - answer["accepted"]
        rows.append([f"{count:,}", f"{accepted * 1000:.1f} ms", f"{rest / answer['facts'] * 1e6:.2f} µs",
                     results.mebibytes(peak)])
        say("  " + ", ".join(rows[-1]))
    text = "Layers of 100 jobs, each waiting for three of the layer before; Plan alone."
    return results.section(
        "A graph of jobs", text, ["jobs", "accepted in", "time a fact", "peak memory"], rows)
