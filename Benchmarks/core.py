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


def tempo(answers: list) -> str:
    """How much longer the last tenth of the tasks took than the first."""
    ratio = statistics.median(answer["lastTenth"] / answer["firstTenth"] for answer in answers)
    return f"{(ratio - 1) * 100:+.1f} %"


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
            rows.append([name, f"{count:,}", f"{count / seconds:,.0f}", tempo(answers), results.mebibytes(peak)])
            say("  " + ", ".join(rows[-1]))
    text = (
        f"One job whose tasks end the moment they are handed over; medians of {rounds} rounds. The tempo is how much "
        "longer the last tenth of the tasks took than the first."
    )
    return results.section("The core alone", text, ["", "tasks", "tasks/s", "tempo", "peak memory"], rows)


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
