"""The service: tasks through HTTP, a queue and executors instead of one process."""

import http.client
import json
import os
import signal
import statistics
import subprocess
import time
import urllib.parse
from pathlib import Path
from typing import Callable

import peers
import results
from measuring import Failed, measure, width

TICKS = os.sysconf("SC_CLK_TCK")


class Service:
    """`rota serve` in a folder of its own, with what works for it, for the time of a `with`."""

    def __init__(self, rota: Path, folder: Path) -> None:
        self.rota, self.folder = rota, folder
        self.access = folder / "access.json"
        self.processes = []

    def __enter__(self) -> "Service":
        self.serve()
        return self

    def __exit__(self, *_) -> None:
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start(self, command: list, name: str) -> subprocess.Popen:
        with open(self.folder / name, "ab") as output:
            self.processes.append(subprocess.Popen(
                list(map(str, command)), cwd=self.folder, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT))
        return self.processes[-1]

    def serve(self) -> float:
        """Starts the service, and says after how many seconds it answers."""
        self.access.unlink(missing_ok=True)
        begin = time.monotonic()
        self.process = self.start([self.rota, "serve", "--state", "state", "--access", self.access], "served")
        self.until(lambda: self.access.exists() and self.access.stat().st_size > 0)
        self.until(lambda: self.get("/healthz") is not None)
        return time.monotonic() - begin

    def lend(self) -> None:
        """An executor on all cores, welcomed."""
        self.start([self.rota, "executor", "--service", self.access], "lent")
        self.until(lambda: self.get("/v1/nodes")["nodes"])

    def until(self, condition: Callable, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if condition():
                    return
            except (OSError, http.client.HTTPException, ValueError):
                pass
            time.sleep(0.002)
        raise Failed("\n".join((self.folder / name).read_text()[-2000:] for name in ["served", "lent"]
                               if (self.folder / name).exists()))

    def request(self, method: str, path: str, body: str = "") -> tuple:
        """The status and the body, over a link of its own."""
        access = json.loads(self.access.read_text())
        link = http.client.HTTPConnection(urllib.parse.urlsplit(access["http"]).netloc, timeout=60)
        link.request(method, path, body or None,
                     {"Authorization": f"Bearer {access['token']}", "Content-Type": "application/json"})
        answer = link.getresponse()
        text = answer.read().decode()
        link.close()
        return answer.status, text

    def get(self, path: str) -> dict:
        status, text = self.request("GET", path)
        if status != 200:
            raise Failed(f"{path}: {status} {text}")
        return json.loads(text) if text.startswith("{") else {"text": text}

    def submit(self, job: dict) -> None:
        status, text = self.request("POST", "/v1/jobs", json.dumps({"jobs": [job]}))
        if status not in (200, 201):
            raise Failed(f"submit: {status} {text}")

    def run(self, count: int, program: str) -> float:
        """As a user would: `rota submit`, then `rota wait`."""
        begin = time.monotonic()
        for command in (["submit", "--range", f"0-{count - 1}", "--", program], ["wait"]):
            measure([self.rota, command[0], "--service", self.access, *command[1:]], self.folder)
        return time.monotonic() - begin

    def processor_seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def peak_bytes(self) -> int:
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
        return 0


class Link:
    """One connection that is kept, as a program that submits often keeps it."""

    def __init__(self, access: dict) -> None:
        self.link = http.client.HTTPConnection(urllib.parse.urlsplit(access["http"]).netloc, timeout=60)
        self.head = {"Authorization": f"Bearer {access['token']}", "Content-Type": "application/json"}

    def request(self, method: str, path: str, body: str = "") -> str:
        self.link.request(method, path, body or None, self.head)
        answer = self.link.getresponse()
        text = answer.read().decode()
        if answer.status not in (200, 201):
            raise Failed(f"{method} {path}: {answer.status} {text}")
        return text


def throughput(rota: Path, build: Path, fresh_folder: Callable, say: Callable, quick: bool) -> str:
    count, rounds = (2_000, 2) if quick else (20_000, 3)

    def through_service(tasks: int, _: int, folder: Path) -> float:
        with Service(rota, folder) as service:
            service.lend()
            return service.run(tasks, peers.PROGRAM)

    line = f"rota submit --range 0-$((N-1)) -- {peers.PROGRAM}; rota wait"
    own = peers.Peer("Rota, service and executor", line, peers.first_line([rota, "--version"]), through_service)
    python = peers.environment(build)
    limit = peers.limit(build)
    compared = [limit, own, peers.hyperqueue(python), peers.qcg(python)]
    rows = peers.compare(compared, count, rounds, fresh_folder, say)
    text = (
        f"N tasks of `{peers.PROGRAM}`, W = {width()} at once, {rounds} rounds, through a service and one executor on "
        "this machine: from the begin of `rota submit` to the end of `rota wait`, HTTP, keys and record included. "
        "QCG-PilotJob's global queue is in no package, so its service of one allocation stands here."
    )
    return results.section("A service: throughput", text, peers.HEAD, rows)


def latency(rota: Path, build: Path, fresh_folder: Callable, say: Callable, quick: bool) -> str:
    count = 20 if quick else 200
    program = peers.compiled("started", build)
    bare, queued = [], []
    with Service(rota, fresh_folder()) as service:
        service.lend()
        link = Link(json.loads(service.access.read_text()))
        file = service.folder / "begun"
        for number in range(count):
            for taken, start in [
                (bare, lambda: os.waitpid(os.posix_spawn(program, [program, file], os.environ), 0)),
                (queued, lambda: link.request("POST", "/v1/jobs", json.dumps(
                    {"jobs": [{"name": f"one{number}", "run": [str(program), str(file)]}]}))),
            ]:
                file.unlink(missing_ok=True)
                begin = time.time_ns()
                start()
                service.until(lambda: file.stat().st_size > 1)
                taken.append((int(file.read_text()) - begin) / 1e6)
                link.request("GET", "/v1/wait")
    added = [own - other for own, other in zip(queued, bare)]
    rows = [
        ["a bare spawn", f"{statistics.median(bare):.2f} ms", f"{percentile(bare):.2f} ms"],
        ["submitted", f"{statistics.median(queued):.2f} ms", f"{percentile(queued):.2f} ms"],
        ["added", f"{statistics.median(added):.2f} ms", f"{percentile(added):.2f} ms"],
    ]
    say("  " + ", ".join(rows[-1]))
    text = (
        f"One task at a time on an idle service, {count} pairs: from before the request until the program's first "
        "line. A submission is on the disk before it is answered, and so is its hand-over before the task starts."
    )
    return results.section("A service: from submit to start", text, ["", "median", "nine of ten below"], rows)


def percentile(values: list) -> float:
    return statistics.quantiles(values, n=10)[-1]


def submission(rota: Path, fresh_folder: Callable, say: Callable) -> str:
    rows = []
    for count in [10_000, 100_000, 1_000_000]:
        taken = []
        for _ in range(5):
            with Service(rota, fresh_folder()) as service:
                link = Link(json.loads(service.access.read_text()))
                job = {"name": "tasks", "run": [peers.PROGRAM], "range": f"0-{count - 1}"}
                begin = time.monotonic()
                link.request("POST", "/v1/jobs", json.dumps({"jobs": [job]}))
                taken.append(time.monotonic() - begin)
        rows.append([f"{count:,}", f"{statistics.median(taken) * 1000:.1f} ms"])
        say("  " + ", ".join(rows[-1]))
    text = "A job of so many iterations, until its submission is answered; medians of 5 services."
    return results.section("A service: a large job", text, ["iterations", "answered in"], rows)


def executors(rota: Path, rota_bench: Path, fresh_folder: Callable, say: Callable, quick: bool) -> str:
    tasks = 10_000 if quick else 100_000
    rows = []
    for count in [10, 100, 1_000]:
        with Service(rota, fresh_folder()) as service:
            welcome = lend_light(service, rota_bench, count)
            before = service.processor_seconds()
            seconds = service.run(tasks, peers.PROGRAM)
            spent = service.processor_seconds() - before
            rows.append([
                f"{count:,}", f"{welcome:.1f} s", f"{tasks / seconds:,.0f}", f"{spent / tasks * 1e6:.0f} µs",
                results.mebibytes(service.peak_bytes())])
        say("  " + ", ".join(rows[-1]))
    text = (
        f"{tasks:,} tasks that take no time, on executors of one core each: light ones, all in one process beside the "
        "service, each with a link, keys and numbers of its own as a real one has."
    )
    return results.section(
        "A service: many executors", text,
        ["executors", "all welcomed in", "tasks/s", "service's processor time a task", "service's peak memory"], rows)


def lend_light(service: Service, rota_bench: Path, count: int) -> float:
    """Light executors, all of them welcomed; says how long that took."""
    begin = time.monotonic()
    service.start([rota_bench, "executors", count, service.access], "lent")
    service.until(lambda: "ready" in (service.folder / "lent").read_text())
    return time.monotonic() - begin


def restart(rota: Path, rota_bench: Path, fresh_folder: Callable, say: Callable, quick: bool) -> str:
    rows = []
    for count in [10_000, 100_000] if quick else [10_000, 100_000, 1_000_000]:
        with Service(rota, fresh_folder()) as service:
            lend_light(service, rota_bench, 16)
            service.run(count, peers.PROGRAM)
            taken = []
            for _ in range(5):
                service.process.kill()
                service.process.wait()
                taken.append(service.serve())
            tasks = service.get("/v1/statistics")["tasks"]
            if tasks.get("succeeded") != count:
                raise Failed(f"of {count} tasks the service knows {tasks}")
        rows.append([f"{count:,}", f"{statistics.median(taken):.2f} s"])
        say("  " + ", ".join(rows[-1]))
    text = "After `kill -9`, until the service answers again, with so many tasks in its record; medians of 5."
    return results.section("A service: restart", text, ["tasks recorded", "ready in"], rows)
