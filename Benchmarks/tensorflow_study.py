#!/usr/bin/env python3
"""How long the examples of TensorFlow train, by threads and cores: tensorflow_study.py [--rounds N].

Writes docs/elastic-study.md, its picture, and examples/tensorflow/profile.json with the run time at each width.
"""

import argparse
import datetime
import json
import os
import shutil
import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Iterator

import results
from measuring import Failed

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "python" / "tests"))
from engine import Engine  # noqa: E402

MODELS = ["convolutional", "recurrent", "dense"]
# Enough for a median of those after the first, which prepares what the others use.
EPOCHS = 4


@dataclass(frozen=True, order=True)
class Setting:
    """One point of the study."""

    model: str
    cores: int
    inter: int
    intra: int


@dataclass
class Taken:
    """What a setting took, in each round."""

    epoch: list = field(default_factory=list)
    run: list = field(default_factory=list)


def processors() -> list:
    return sorted(os.sched_getaffinity(0))


def widths() -> list:
    """Powers of two up to the machine's cores."""
    count = len(processors())
    return [width for width in (2**power for power in range(10)) if width <= count]


def settings() -> Iterator[Setting]:
    most = widths()[-1]
    for model in MODELS:
        for cores in widths():
            for inter in (1, 2):
                for intra in sorted({1, 2, most, 2 * most}):
                    yield Setting(model, cores, inter, intra)


def train(engine: Engine, setting: Setting, folder: Path) -> tuple:
    """Seconds of a usual epoch, and from the container's start to its end."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    held = ",".join(map(str, processors()[:setting.cores]))
    container = engine.docker(
        "run", "--detach", "--network", "none", "--cpuset-cpus", held, "--volume", f"{folder}:/rota",
        "--env", "ROTA_EPOCHS_FILE=/rota/epochs", "--env", f"TF_NUM_INTEROP_THREADS={setting.inter}",
        "--env", f"TF_NUM_INTRAOP_THREADS={setting.intra}", f"rota-tensorflow:{setting.model}",
        "python3", f"/opt/rota/examples/tensorflow/{setting.model}.py", "--epochs", str(EPOCHS))
    code = engine.docker("wait", container)
    times = engine.docker("inspect", "--format", "{{.State.StartedAt}} {{.State.FinishedAt}}", container).split()
    if code != "0":
        raise Failed(f"{setting}: exit code {code}\n{engine.docker('logs', container)}")
    engine.docker("rm", container)
    # The engine writes nanoseconds, which Python doesn't read.
    began, ended = (datetime.datetime.fromisoformat(text[:26]) for text in times)
    run = (ended - began).total_seconds()
    lines = [line.split() for line in (folder / "epochs").read_text().splitlines()]
    seconds = [float(ended) - float(begin) for _, _, begin, ended, _ in lines]
    return statistics.median(seconds[1:]), run


def measure(rounds: int, say: Callable[[str], None]) -> dict:
    """All settings in each round, so that a slow minute of the machine is everybody's."""
    taken = {setting: Taken() for setting in settings()}
    engine = Engine()
    try:
        engine.load()
        for number in range(rounds):
            for setting, one in taken.items():
                epoch, run = train(engine, setting, engine.folder / "training")
                one.epoch.append(epoch)
                one.run.append(run)
            say(f"  round {number + 1} of {rounds}")
    finally:
        engine.close()
    return taken


def least(seconds: list) -> float:
    """Others' work on the machine only adds."""
    return min(seconds)


def rows(taken: dict) -> tuple:
    """The table: a row for each model and thread counts, two columns for each number of cores."""
    head = ["model", "inter × intra"]
    for cores in widths():
        unit = "core" if cores == 1 else "cores"
        head += [f"epoch on {cores} {unit}", "of the best"]
    table = []
    for setting in taken:
        if setting.cores > 1:
            continue
        row = [setting.model, f"{setting.inter} × {setting.intra}"]
        for cores in widths():
            here = {other: least(one.epoch) for other, one in taken.items()
                    if (other.model, other.cores) == (setting.model, cores)}
            own = here[Setting(setting.model, cores, setting.inter, setting.intra)]
            row += [f"{own * 1000:.0f} ms", f"{own / min(here.values()):.2f}"]
        table.append(row)
    return head, table


def profile(taken: dict) -> dict:
    """The run time of each example at each width, with the threads that rota.elastic sets for it."""
    return {
        model: [
            {"cores": cores, "seconds": round(least(taken[Setting(model, cores, 1, max(1, cores - 1))].run), 2)}
            for cores in widths() if Setting(model, cores, 1, max(1, cores - 1)) in taken
        ]
        for model in MODELS
    }


def picture(taken: dict) -> str:
    """A panel for each model: the time of an epoch over the threads within operations."""
    high, wide, gap = 180, 200, 60
    colours = {1: "#b4512d", 2: "#2d6fb4", 4: "#3f8f4f", 8: "#7d4fa3"}
    parts = []
    for column, model in enumerate(MODELS):
        here = {setting: least(one.epoch) for setting, one in taken.items() if setting.model == model}
        left, top, most = gap + column * (wide + gap), 40, max(here.values())
        intras = sorted({setting.intra for setting in here})

        def place(intra: int, seconds: float) -> str:
            x = left + wide * (intras.index(intra) + 0.5) / len(intras)
            return f"{x:.0f},{top + high * (1 - seconds / most):.0f}"

        parts.append(f'<text x="{left}" y="{top - 16}" font-weight="600">{model}</text>')
        parts.append(f'<path d="M{left} {top}v{high}h{wide}" fill="none" stroke="#888"/>')
        parts.append(f'<text x="{left - 6}" y="{top + 8}" text-anchor="end">{most * 1000:.0f} ms</text>')
        for intra in intras:
            x = place(intra, 0).split(",")[0]
            parts.append(f'<text x="{x}" y="{top + high + 18}" text-anchor="middle">{intra}</text>')
        for cores, inter in sorted({(setting.cores, setting.inter) for setting in here}):
            line = " ".join(place(intra, here[Setting(model, cores, inter, intra)]) for intra in intras)
            dash = ' stroke-dasharray="4 3"' if inter > 1 else ""
            colour = colours.get(cores, "#444")
            parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
    names = [f'<tspan fill="{colours.get(cores, "#444")}" dx="6">on {cores} core{"s" if cores > 1 else ""},</tspan>'
             for cores in widths()]
    parts.append(f'<text x="{gap}" y="{high + 84}">an epoch over the threads within operations:{"".join(names)}'
                 '<tspan dx="6">dashed: two threads between operations</tspan></text>')
    size = f'{gap + len(MODELS) * (wide + gap)} {high + 100}'
    body = "\n".join(parts)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" font-family="sans-serif" font-size="12">\n'
            f'<rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n')


def section(say: Callable[[str], None], quick: bool) -> str:
    """The part of the page of results."""
    taken = measure(1 if quick else 3, say)
    head, table = rows(taken)
    return results.section("TensorFlow: threads and cores", "The time of a usual epoch; the least of all rounds.",
                           head, table)


PAGE = """# How long trainings take, by threads and cores

Measured on {machine}. The three [examples](../examples/tensorflow/README.md), {epochs} epochs each, in the image that
`make tensorflow-image` makes: the median epoch after the first, the least of {rounds} rounds, since others' work on the
machine only adds. `python3 Benchmarks/tensorflow_study.py` measures it anew and writes this page.

![The time of an epoch over the threads within operations, for each model](pictures/elastic-study.svg)

{table}

## What follows

{follows}

## As a profile

[profile.json](../examples/tensorflow/profile.json) holds how long each example runs at each width, with the threads
that [rota.elastic](elastic.md) sets for it, from the container's start to its end:

```
{{ "dense": [ {{ "cores": 1, "seconds": 12.5 }}, {{ "cores": 2, "seconds": 10.8 }} ] }}
```

A name, and for each width that was measured the run time in seconds, narrowest first. Between two widths the time is
read from the straight line, beyond them it is that of the nearest. `rota tensorflow --profile` expects run times by it,
and `rota rehearse --profile` plays them.
"""


def crowding(taken: dict) -> list:
    """What the most threads cost on one core, beside the fewest: for each model, as a share."""
    most = max(setting.intra for setting in taken)
    return [
        least(taken[Setting(model, 1, 1, most)].epoch) / least(taken[Setting(model, 1, 1, 1)].epoch) - 1
        for model in MODELS
    ]


def follows(taken: dict) -> str:
    cores = widths()[-1]
    lines = []
    for model in MODELS:
        best = {
            width: min(least(one.epoch) for setting, one in taken.items()
                       if (setting.model, setting.cores) == (model, width))
            for width in (1, cores)
        }
        gain = best[1] / best[cores]
        lines.append(f"- {model}: {cores} cores train {gain:.2f} times as fast as one, an efficiency of "
                     f"{gain / cores:.0%}.")
    shares = crowding(taken)
    mean = statistics.mean(shares)
    lines.append(f"- Threads beyond the cores change an epoch on one core by {mean:+.0%} on the mean,\n"
                 f"  from {min(shares):+.0%} to {max(shares):+.0%}.")
    return "\n".join(lines)


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--rounds", type=int, default=3)
    rounds = reader.parse_args().rounds
    taken = measure(rounds, lambda text: print(text, flush=True))
    head, table = rows(taken)
    machine = dict(results.machine())
    page = PAGE.format(machine=machine["processor"], epochs=EPOCHS, rounds=rounds, table=results.table(head, table),
                       follows=follows(taken))
    (ROOT / "docs" / "elastic-study.md").write_text(page)
    (ROOT / "docs" / "pictures" / "elastic-study.svg").write_text(picture(taken))
    (ROOT / "examples" / "tensorflow" / "profile.json").write_text(json.dumps(profile(taken), indent=4) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
