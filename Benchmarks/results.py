"""The page that is written: the machine, the versions, the commands, the numbers."""

import os
import platform
import subprocess
from pathlib import Path

from measuring import width


def machine() -> list:
    """What it was measured on, as rows of a table."""
    processor = "unknown"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            processor = line.split(":", 1)[1].strip()
            break
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 2**20
    system = platform.freedesktop_os_release().get("PRETTY_NAME", "unknown")
    compiler = subprocess.run(["swift", "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]
    return [
        ["processor", f"{processor}, {width()} cores"],
        ["memory", f"{memory:.0f} GiB"],
        ["system", f"{system}, Linux {platform.release()}"],
        ["file system of the record", file_system(Path.cwd())],
        ["compiler", compiler],
        ["load when it began", f"{os.getloadavg()[0]:.1f} processes beside it; ratios suffer above 0.3"],
    ]


def file_system(folder: Path) -> str:
    answer = subprocess.run(["stat", "-f", "-c", "%T", folder], capture_output=True, text=True, check=True)
    return answer.stdout.strip()


def table(head: list, rows: list) -> str:
    """A table of Markdown."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def section(title: str, text: str, head: list, rows: list) -> str:
    return f"## {title}\n\n{text}\n\n{table(head, rows)}\n"


def mebibytes(count: float) -> str:
    return f"{count / 2**20:.1f} MiB"


def replaced(page: str, sections: list, date: str) -> str:
    """The page with sections that were measured on another day, in the places of those of the same titles."""
    head, *kept = page.rstrip("\n").split("\n## ")
    titles = [one.split("\n", 1)[0] for one in kept]
    for section in sections:
        title, text = section.removeprefix("## ").rstrip("\n").split("\n", 1)
        dated = f"{title}\n{text.rstrip()}\n\nMeasured on {date}, load {os.getloadavg()[0]:.1f} at the end.\n"
        if title in titles:
            kept[titles.index(title)] = dated
        else:
            titles.append(title)
            kept.append(dated)
    return "\n## ".join([head, *(one.rstrip("\n") + "\n" for one in kept)])
