"""A container engine of a test's own, and the image with TensorFlow in it."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def wait_for(fact, what, seconds=600):
    """Asks again and again; what it says when it is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = fact()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"not in {seconds} s: {what}")


class Engine:
    """Started in a folder of its own, on a socket of its own; nobody else's containers are known to it."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="rota-engine-"))
        self._log = open(self.folder / "log", "wb")
        self.environment = dict(os.environ, DOCKER_HOST=f"unix://{self.folder}/socket")
        self._daemon = subprocess.Popen(
            ["dockerd", "--host", f"unix://{self.folder}/socket", "--data-root", self.folder / "data", "--exec-root",
             self.folder / "exec", "--pidfile", self.folder / "pid", "--bridge", "none", "--iptables=false",
             "--ip-forward=false", "--ip-masq=false"],
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log)
        try:
            wait_for(self._answers, "the engine answers")
        except BaseException:
            self.close()
            raise

    def _answers(self):
        if self._daemon.poll() is not None:
            raise AssertionError(f"dockerd ended: {(self.folder / 'log').read_text()[-2000:]}")
        return subprocess.run(["docker", "version"], env=self.environment, capture_output=True).returncode == 0

    def load(self):
        """Takes the image in, which is made where it is not in the cache."""
        subprocess.run([ROOT / "packaging" / "tensorflow-image.sh"], env=self.environment, check=True,
                       stdout=subprocess.DEVNULL)

    def docker(self, *words):
        done = subprocess.run(["docker", *words], env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(f"docker {' '.join(map(str, words))}: {done.stderr}")
        return done.stdout.strip()

    def close(self):
        """Ends the engine with what runs in it."""
        if self._daemon.poll() is None:
            names = self.docker("ps", "--all", "--quiet").split()
            if names:
                self.docker("rm", "--force", *names)
            self._daemon.terminate()
            self._daemon.wait(timeout=120)
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
