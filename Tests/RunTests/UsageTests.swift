import Model
import Testing

/// What is said of tasks is true of them, and not of rota.
@Suite struct UsageTests {
    @Test("a small task reports a small peak and a large one its own, while rota itself is large")
    func peaks() throws {
        let place = try Workplace()
        // A task's parent is its lane, whose parent is the launcher, whose parent is rota.
        let sizeOfRota = "id=$(ps -o ppid= $(ps -o ppid= $PPID)); grep VmRSS /proc/$((id))/status > size"
        try place.write(
            """
            [
              {"name": "small", "run": ["true"], "range": "0-3"},
              {"name": "large", "run": ["dd", "if=/dev/zero", "of=/dev/null", "bs=198000000", "count=1"]},
              {"name": "rota", "script": "\(sizeOfRota)"},
              {"name": "fails", "run": ["false"]}
            ]
            """, to: "jobs.json")
        // Tasks that never run make rota large: their values are kept, and the job they wait for fails.
        try place.shell("yes '\(String(repeating: "value", count: 24))' | head -n 500000 > lines")

        let finished = try place.rota(
            "run", "--quiet", "jobs.json", "--each", "lines", "--name", "many", "--after", "fails", "--", "true")

        #expect(finished.code == 1, "\(finished.testDescription)")
        let record = try Record(in: place.state)
        for iteration in 0..<4 {
            #expect(try record.end(of: "small", iteration).usage.peakMemory < Bytes(5_000_000))
        }
        let large = try record.end(of: "large").usage.peakMemory
        #expect((Bytes(190_000_000)...Bytes(210_000_000)).contains(large), "\(large)")
        let resident = place.content(of: "size").split(separator: " ").compactMap { Int64($0) }.first ?? 0
        #expect(resident > 50_000, "rota had \(resident) kB")
    }

    @Test("processor time and its kind are the kernel's account of the task")
    func processorTime() throws {
        let place = try Workplace()

        try place.rota(
            "run", "--name", "task", "--range", "0-0", "--", "bash", "-c", "for ((i = 0; i < 300000; i++)); do :; done")

        let usage = try Record(in: place.state).end(of: "task").usage
        #expect(usage.userMicroseconds > 50_000)
        #expect(usage.voluntarySwitches + usage.involuntarySwitches >= 0)
    }
}
