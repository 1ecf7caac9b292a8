"""Running one command and saying what it took."""

import os
import re
import resource
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Optional


@dataclass
class Measurement:
    """What one run of a command took."""

    seconds: float
    output: str


class Failed(Exception):
    """A measured command did not do what it was to do."""


def measure(command: list, folder: Path, feed: Optional[str] = None) -> Measurement:
    """Runs a command to its end, in a folder; raises when it fails."""
    with open(folder / "output", "w+b") as output:
        source = feed_file(folder, feed)
        begin = time.monotonic()
        done = subprocess.run(command, cwd=folder, stdin=source, stdout=output, stderr=subprocess.STDOUT)
        seconds = time.monotonic() - begin
        if source is not subprocess.DEVNULL:
            source.close()
        output.seek(0)
        text = output.read().decode(errors="replace")
    if done.returncode != 0:
        raise Failed(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{text[-2000:]}")
    return Measurement(seconds, text)


def weigh(command: list, folder: Path) -> tuple:
    """Measures a command, and the peak memory of the largest process of its tree, in bytes.

    A process is said to have been at least as large as the one that started it, so a small one starts it, not Python.
    """
    measurement = measure(["/usr/bin/time", "-f", "%M", "-o", "peak", *command], folder)
    return measurement, int((folder / "peak").read_text().split()[-1]) * 1024


def feed_file(folder: Path, feed: Optional[str]):
    """Standard input is a file, so that writing it costs the measured command nothing."""
    if feed is None:
        return subprocess.DEVNULL
    (folder / "input").write_text(feed)
    return open(folder / "input", "rb")


@dataclass
class Acceptance:
    """What it took until the first task of a run was running."""

    seconds: float
    peak_bytes: int


def measure_acceptance(command: list, folder: Path, mark: Path) -> Acceptance:
    """Waits for the mark that the first task leaves, then interrupts the run."""
    begin = time.monotonic()
    with open(folder / "output", "wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        while not mark.exists():
            if process.poll() is not None or time.monotonic() - begin > 120:
                process.kill()
                raise Failed(f"{' '.join(map(str, command))}: no task started")
            time.sleep(0.001)
        seconds = time.monotonic() - begin
        status = Path(f"/proc/{process.pid}/status").read_text()
        process.send_signal(signal.SIGINT)
        process.wait()
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    return Acceptance(seconds, int(peak.group(1)) * 1024 if peak else 0)


def width() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0))


def raise_file_limit() -> None:
    """Peers with many tasks open many files."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
