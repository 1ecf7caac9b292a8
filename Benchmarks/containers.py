"""Containers of a real engine of the measurement's own: what Rota adds to them, and how soon it changes them."""

import os
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Callable

import results
from measuring import Failed, measure, width
from service import Service

IMAGE = "tiny:1"
PROGRAMS = ["sh", "true", "sleep"]


class Engine:
    """A Docker daemon with its socket, images, namespaces and control group in a folder, for the time of a `with`."""

    def __init__(self) -> None:
        # Short, since a socket's path is.
        self.folder = Path(tempfile.mkdtemp(prefix="rota-bench-"))
        self.group = self.folder.name
        self.host = f"unix://{self.folder}/engine.sock"

    def __enter__(self) -> "Engine":
        script = (
            f"mount --make-rprivate / && exec dockerd --host {self.host} --data-root {self.folder}/data "
            f"--exec-root {self.folder}/exec --pidfile {self.folder}/pid --cgroup-parent /{self.group} "
            "--iptables=false --ip-masq=false --bridge none")
        with open(self.folder / "log", "wb") as log:
            self.daemon = subprocess.Popen(
                ["unshare", "--mount", "--net", "sh", "-c", script], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        os.environ["DOCKER_HOST"] = self.host
        end = time.monotonic() + 60
        while subprocess.run(["docker", "version"], capture_output=True).returncode != 0:
            if self.daemon.poll() is not None or time.monotonic() > end:
                said = (self.folder / "log").read_text()[-2000:]
                self.__exit__()
                raise Failed(f"no engine came up: {said}")
            time.sleep(0.1)
        root = self.folder / "image"
        (root / "bin").mkdir(parents=True)
        shutil.copy("/bin/busybox", root / "bin")
        for name in PROGRAMS:
            (root / "bin" / name).symlink_to("busybox")
        packed = subprocess.Popen(["tar", "-C", root, "-c", "."], stdout=subprocess.PIPE)
        subprocess.run(["docker", "import", "-", IMAGE], stdin=packed.stdout, check=True, capture_output=True)
        packed.wait()
        return self

    def __exit__(self, *_) -> None:
        os.environ.pop("DOCKER_HOST", None)
        self.daemon.send_signal(signal.SIGTERM)
        self.daemon.wait()
        for group in sorted(Path("/sys/fs/cgroup").glob(f"**/{self.group}"), reverse=True):
            group.rmdir()
        shutil.rmtree(self.folder, ignore_errors=True)

    def control_file(self, *names: str) -> Path:
        """Of the one container there is: the first of these files that its control groups have."""
        for name in names:
            for path in Path("/sys/fs/cgroup").glob(f"**/{self.group}/*/{name}"):
                return path
        raise Failed(f"the container has none of {names}")


def added(rota: Path, folder: Callable, say: Callable, quick: bool) -> str:
    count = 50 if quick else 1_000
    rows = []
    with Engine():
        loop = f"for i in $(seq {count}); do docker run --rm {IMAGE} true; done"
        bare = measure(["sh", "-c", loop], folder()).seconds
        rows.append(["`docker run --rm`, one after another", f"{bare:.1f} s", f"{bare / count * 1000:.0f} ms", ""])
        for cores in dict.fromkeys([1, width()]):
            command = [rota, "run", "--quiet", "--use-cores", str(cores), "--image", IMAGE,
                       "--range", f"0-{count - 1}", "--", "true"]
            taken = measure(command, folder()).seconds
            more = (taken - bare) / count * 1000
            rows.append([f"`rota run --image`, {cores} at once", f"{taken:.1f} s", f"{taken / count * 1000:.0f} ms",
                         f"{more:+.0f} ms, {(taken / bare - 1) * 100:+.0f} %"])
    for row in rows:
        say("  " + ", ".join(row))
    text = f"{count} containers of {IMAGE}, a small shell, each for `true`, with an engine of the measurement's own."
    return results.section("Short containers", text, ["", "time", "a container", "added to `docker run`"], rows)


def change(rota: Path, folder: Callable, say: Callable, quick: bool) -> str:
    """From a request to what the kernel says: everything between lies within, the planner's decision too."""
    count = 10 if quick else 100
    place = folder()
    taken = {}
    with Engine() as engine, Service(rota, place) as service:
        service.lend()
        service.submit({"name": "long", "cores": "1-2", "malleable": True,
                        "container": IMAGE, "run": ["sleep", "3600"]})
        service.until(lambda: subprocess.run(["docker", "ps", "-q"], capture_output=True).stdout)
        frozen = engine.control_file("freezer.state", "cgroup.freeze")
        cores = engine.control_file("cpuset.cpus")

        def timed(name: str, request: tuple, is_so: Callable) -> None:
            begin = time.monotonic()
            status, text = service.request(*request)
            if status != 200:
                raise Failed(f"{request}: {status} {text}")
            service.until(is_so)
            taken.setdefault(name, []).append((time.monotonic() - begin) * 1000)

        def is_frozen() -> bool:
            return frozen.read_text().strip() in ("FROZEN", "1")

        def core_count() -> int:
            spans = [part.split("-") for part in cores.read_text().strip().split(",")]
            return sum(int(span[-1]) - int(span[0]) + 1 for span in spans)

        for _ in range(count):
            timed("pause", ("POST", "/v1/pause", '{"jobs": ["long"], "running": true}'), is_frozen)
            timed("go on", ("POST", "/v1/unpause", '{"jobs": ["long"]}'), lambda: not is_frozen())
            if width() > 1:
                timed("fewer cores", ("PATCH", "/v1/jobs/long", '{"cores": "1"}'), lambda: core_count() == 1)
                timed("more cores", ("PATCH", "/v1/jobs/long", '{"cores": "1-2"}'), lambda: core_count() == 2)
        service.request("POST", "/v1/cancel", '{"jobs": ["long"]}')
        service.until(lambda: not subprocess.run(["docker", "ps", "-aq"], capture_output=True).stdout)
    rows = [[name, f"{statistics.median(times):.0f} ms", f"{max(times):.0f} ms"] for name, times in taken.items()]
    for row in rows:
        say("  " + ", ".join(row))
    text = (
        f"A container that runs, {count} times each: from an HTTP request until its control group says so. The "
        "request, its commit, the planner's decision and the executor lie within; the engine's own call takes most.")
    return results.section("Changing a container", text, ["", "median", "longest"], rows)
