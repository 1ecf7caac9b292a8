/// What `rota new` writes: a job file that runs as it is, and shows what else can be said.
package enum RotaExample {
    package static let text = """
        // A job file for `rota run`. Comments and trailing commas are allowed.
        // `rota check FILE` tells what it would do without doing it.
        {
            // Said once for all jobs below; a job's own field goes before it.
            "defaults": {
                "time": "10min",            // an attempt that takes longer is ended: 90s, 1h30m, 1:30:00, PT1H
                "retries": 1,               // tries after a failure; { "exit": 1, "memory": 2, "delay": "1s" } by cause
            },
            "jobs": [
                {
                    "name": "make",
                    "each": { "part": ["a", "b", "c"] },    // a task for each value; a range is "range": "0-99"
                    "script": "seq 1 1000 | shuf --random-source=<(yes ${part}) > ${part}.txt",
                    "dir": "rota-example",                  // created if missing
                },
                {
                    "name": "sort",
                    "each": { "part": ["a", "b", "c"] },
                    "after": "make:${it}",                  // each task waits for the same one of "make"
                    "run": ["sort", "-n", "${part}.txt", "-o", "${part}.sorted"],
                    "dir": "rota-example",
                    "cores": "1-2",                         // at least one, two when they are free
                    "memory": "64M…1G",                     // a try that ran out of memory may ask for more
                },
                {
                    "name": "merge",
                    "after": ["sort"],                      // all; { "job": "sort", "when": "ended" }: however it ended
                    "script": "sort -nm *.sorted | tail -n 1",
                    "dir": "rota-example",
                    // "stdout": "result.txt",              // without it, `rota logs merge` shows what was printed
                    // "env": { "LC_ALL": "C" },            // laid over the environment you call rota from
                    // "gpus": 0.5, "resources": { "licence": 1 }, "priority": 10, "at": "2030-01-01T08:00:00Z",
                },
            ],
        }

        """
}
