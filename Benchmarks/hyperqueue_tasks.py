"""Runs a program many times in a local HyperQueue: hyperqueue_tasks.py COUNT WIDTH PROGRAM.

Prints the seconds from the first task described to the last one ended, without the start of its server.
"""

import sys
import time

from hyperqueue import Job, LocalCluster
from hyperqueue.cluster import WorkerConfig


def main() -> None:
    count, width, program = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    with LocalCluster(worker_config=WorkerConfig(cores=width)) as cluster:
        client = cluster.client()
        begin = time.monotonic()
        job = Job()
        for _ in range(count):
            job.program([program], stdout=None, stderr=None)
        client.wait_for_jobs([client.submit(job)])
        print(f"seconds {time.monotonic() - begin:.3f}")


if __name__ == "__main__":
    main()
