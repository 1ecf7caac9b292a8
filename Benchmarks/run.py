#!/usr/bin/env python3
"""Measures Rota beside its peers in one run, and writes RESULTS.md: run.py [--quick].

The rounds of all that is compared are interleaved, so that a slow minute of the machine is everybody's; every ratio is
taken within its round. Python's standard library alone; the peers are installed into a folder of the build.
"""

import argparse
import datetime
import shutil
import statistics
import sys
from pathlib import Path

import containers
import core
import peers
import planning
import quality
import results
import service
import tensorflow_study
import tensorflow_workload
from measuring import Failed, measure, measure_acceptance, raise_file_limit, weigh, width

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build" / "benchmarks"
ROTA = ROOT / ".build" / "release" / "rota"
ROTA_BENCH = ROTA.with_name("rota-bench")


def fresh_folder() -> Path:
    folder = BUILD / "work"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def say(text: str) -> None:
    print(text, flush=True)


def throughput(quick: bool) -> str:
    count, rounds = (2_000, 2) if quick else (20_000, 3)
    python = peers.environment(BUILD)
    compared = [
        peers.limit(BUILD), peers.rota(ROTA), peers.xargs(), peers.qcg(python), peers.hyperqueue(python),
        peers.parallel(),
    ]
    rows = peers.compare(compared, count, rounds, fresh_folder, say)
    text = (
        f"N tasks of `{peers.PROGRAM}`, W = {width()} at once, {rounds} rounds. The share is of the limit's rate in "
        "the same round. Rota's hand-overs and ends are on the disk before they count."
    )
    return results.section("Throughput", text, peers.HEAD, rows)


def acceptance(quick: bool) -> str:
    rows = []
    for count in [10_000, 100_000, 1_000_000]:
        taken = []
        for _ in range(3):
            folder = fresh_folder()
            mark = folder / "mark"
            command = [ROTA, "run", "--quiet", "--range", f"0-{count - 1}", "--", "sh", "-c", "echo >mark; sleep 60"]
            taken.append(measure_acceptance(command, folder, mark))
        seconds = statistics.median(one.seconds for one in taken)
        peak = max(one.peak_bytes for one in taken)
        row = [f"{count:,}", f"{seconds * 1000:.0f} ms", results.mebibytes(peak)]
        if not quick:
            command = [ROTA, "run", "--quiet", "--range", f"0-{count - 1}", "--", peers.PROGRAM]
            whole, peak = weigh(command, fresh_folder())
            files = [file for file in (BUILD / "work" / ".rota").rglob("*") if file.is_file()]
            record = sum(file.stat().st_size for file in files)
            row += [f"{whole.seconds:.1f} s", results.mebibytes(peak), results.mebibytes(record), len(files)]
        rows.append(row)
        say("  " + ", ".join(map(str, row)))
    head = ["iterations", "until the first task runs", "memory until then"]
    head += [] if quick else ["until the last one ended", "peak memory of the whole run", "size of its record",
                            "its files"]
    text = (
        f"`rota run --quiet --range 0-$((N-1)) -- {peers.PROGRAM}`; the two columns that end with the "
        "first task are of 3 runs whose tasks stay."
    )
    return results.section("A job of many iterations", text, head, rows)


def full_width(quick: bool) -> str:
    count = width() * (20 if quick else 200)
    ideal = count / width() * 0.1
    rows = []
    rounds = [[], []]
    for _ in range(1 if quick else 5):
        commands = [
            [BUILD / "spawn_limit", str(count), str(width()), "sleep", "0.1"],
            [ROTA, "run", "--quiet", "--range", f"0-{count - 1}", "--", "sleep", "0.1"],
        ]
        for taken, command in zip(rounds, commands):
            taken.append(measure(command, fresh_folder()).seconds)
    for name, taken in zip(["the limit", "Rota"], rounds):
        rows.append([name, f"{statistics.median(taken):.3f} s", f"{statistics.median(taken) / ideal:.4f}"])
        say("  " + ", ".join(rows[-1]))
    text = (
        f"{count} tasks of `sleep 0.1`, {width()} at once; ideal is {ideal:.1f} s. Medians of {len(rounds[0])} rounds."
    )
    return results.section("Tasks of 100 ms at full width", text, ["", "time, median", "of ideal"], rows)


def single(quick: bool) -> str:
    bare, wrapped = [], []
    for _ in range(10 if quick else 50):
        bare.append(measure(["true"], fresh_folder()).seconds)
        wrapped.append(measure([ROTA, "run", "--quiet", "--", "true"], fresh_folder()).seconds)
    added = [own - other for own, other in zip(wrapped, bare)]
    rows = [
        ["`true`", f"{statistics.median(bare) * 1000:.1f} ms"],
        ["`rota run --quiet -- true`", f"{statistics.median(wrapped) * 1000:.1f} ms"],
        ["added", f"{statistics.median(added) * 1000:.1f} ms"],
    ]
    say(f"  added {rows[-1][1]}")
    return results.section("A single program", f"Medians of {len(bare)} pairs.", ["", "time"], rows)


def parts(quick: bool) -> list:
    """What is measured, in the page's order: a title to choose by, and what measures and says it."""
    return [
        ("throughput", lambda: throughput(quick)),
        ("iterations", lambda: acceptance(quick)),
        ("full width", lambda: full_width(quick)),
        ("single program", lambda: single(quick)),
        ("core", lambda: core.rates(ROTA_BENCH, fresh_folder, say)),
        ("core: replay", lambda: core.replay(ROTA_BENCH, fresh_folder, say)),
        ("core: graph", lambda: core.layers(ROTA_BENCH, fresh_folder, say)),
        ("planning: rehearsal", lambda: planning.rehearsals(ROTA_BENCH, say, quick)),
        ("planning: pass", lambda: planning.passes(ROTA_BENCH, say)),
        ("planning: forecast", lambda: planning.forecasts(ROTA_BENCH, say)),
        ("quality", lambda: quality.frontier(ROTA_BENCH, fresh_folder, say)),
        ("service: throughput", lambda: service.throughput(ROTA, BUILD, fresh_folder, say, quick)),
        ("service: latency", lambda: service.latency(ROTA, BUILD, fresh_folder, say, quick)),
        ("service: large job", lambda: service.submission(ROTA, fresh_folder, say)),
        ("service: executors", lambda: service.executors(ROTA, ROTA_BENCH, fresh_folder, say, quick)),
        ("service: restart", lambda: service.restart(ROTA, ROTA_BENCH, fresh_folder, say, quick)),
        ("containers: added", lambda: containers.added(ROTA, fresh_folder, say, quick)),
        ("containers: change", lambda: containers.change(ROTA, fresh_folder, say, quick)),
        ("tensorflow: threads", lambda: tensorflow_study.section(say, quick)),
        ("tensorflow: workload", lambda: tensorflow_workload.section(ROTA, say, quick)),
    ]


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--quick", action="store_true", help="fewer tasks and rounds")
    reader.add_argument(
        "--only", metavar="TITLE", help="measure the parts whose title begins so, and print them")
    reader.add_argument("--keep", action="store_true", help="with --only: put them into the page, in their places")
    chosen = reader.parse_args()
    raise_file_limit()
    BUILD.mkdir(parents=True, exist_ok=True)
    page = [
        "# Results\n",
        f"Written by `make bench{' QUICK=1' if chosen.quick else ''}` on {datetime.date.today().isoformat()}; single "
        "machines differ, ratios less. [How it is measured](README.md).\n",
        results.table(["", ""], results.machine()) + "\n",
    ]
    try:
        for title, part in parts(chosen.quick):
            if title.startswith(chosen.only or ""):
                say(title)
                page.append(part())
    except Failed as failure:
        say(f"not measured: {failure}")
        return 1
    finally:
        shutil.rmtree(BUILD / "work", ignore_errors=True)
    target = Path(__file__).with_name("RESULTS.md")
    if chosen.only:
        say("\n".join(page[2:]))
        if chosen.keep:
            target.write_text(results.replaced(target.read_text(), page[3:], datetime.date.today().isoformat()))
        return 0
    target.write_text("\n".join(page))
    say(f"Written: {target.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
