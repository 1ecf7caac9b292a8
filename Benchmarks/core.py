"""Plan and the record alone, without a process: what `rota-bench` says of them."""

import json
from pathlib import Path
from typing import Callable

import results
from measuring import measure


def ask(program: Path, words: list, folder: Path) -> tuple:
    """The tool's answer, and its peak memory."""
    measurement = measure([program, *words], folder)
    return json.loads(measurement.output), measurement.peak_bytes


def tempo(answer: dict) -> str:
    """How much slower the last tenth of the tasks went than the first."""
    return f"{(answer['lastTenth'] / answer['firstTenth'] - 1) * 100:+.1f} %"


def rates(program: Path, fresh_folder: Callable[[], Path], say: Callable[[str], None]) -> str:
    rows = []
    for name, words in [("Plan", ["plan"]), ("Plan and record, durable", ["record"])]:
        for count in [10_000, 100_000, 1_000_000]:
            folder = fresh_folder()
            place = ["."] if words == ["record"] else []
            answer, peak = ask(program, words + [str(count)] + place, folder)
            rows.append([name, f"{count:,}", f"{count / answer['seconds']:,.0f}", tempo(answer),
                         results.mebibytes(peak)])
            say("  " + ", ".join(rows[-1]))
    text = (
        "One job whose tasks end the moment they are handed over. The tempo is the time of the last tenth of the tasks "
        "against the first."
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
