import Dialects
import Model
import Testing

struct QCGProcessTests {
    private static let start = Instant(nanoseconds: 1_795_269_870_700_000_000)

    private static func process(
        _ identifier: Int, below parent: Int, _ words: String, later: Int64 = 0, node: String = "n1"
    ) -> QCGProcess {
        let words = words.split(separator: " ").map(String.init)
        return QCGProcess(
            identifier: identifier, parent: parent, name: words[0].split(separator: "/").last.map(String.init) ?? "",
            words: words, node: node, createdAt: start + .milliseconds(later), processors: [0, 1],
            userTime: .milliseconds(100), systemTime: .milliseconds(250), memory: Bytes(4096))
    }

    private func list() throws -> QCGProcessList {
        let processes = [
            Self.process(22387, below: 1, "mpirun -n 2 ./app"), Self.process(22040, below: 1, "bash -c x"),
            Self.process(23002, below: 22040, "./app 2", later: 3260),
            Self.process(23000, below: 22040, "orted --hnp", later: 100), Self.process(23001, below: 23000, "./app 1"),
            Self.process(24001, below: 22387, "./app 3"), Self.process(24003, below: 24001, "sleep 9"),
            Self.process(22387, below: 9, "other", node: "n9"),
        ]
        return QCGProcessList(processes, of: try QCGSampleRun.account(), zoneOffsetSeconds: 0)
    }

    @Test("a tree has a task's processes below each other")
    func tree() throws {
        let list = try list()

        #expect(
            list.tree(of: ["its:0", "wide", "nosuch"], withDescendants: true) == """
                job its:0, job process id 22040, application name bash
                  --22040:bash (bash -c x) node(n1) created 2026-11-21 14:04:30.700000
                    --23000:orted (orted --hnp) node(n1) after 0.1 secs
                      --23001:app (./app 1) node(n1) after 0.0 secs
                    --23002:app (./app 2) node(n1) after 3.3 secs
                job wide, job process id 22359, application name sleep
                  no such process was seen
                warning: job "nosuch" not found in jobs report

                """)
        #expect(list.tree(of: ["its:0"], withDescendants: false).split(separator: "\n").count == 2)
        #expect(list.tree(of: [], withDescendants: false).contains("job its:0, job process id 22040"))
    }

    @Test("programs are what stands below the launchers, or the task's process itself")
    func programs() throws {
        let list = try list()

        #expect(
            list.programs(of: ["two"]) == """
                found 1 target processes
                24001:app
                \tcreated: 2026-11-21 14:04:30.700000
                \tcmdline: ./app 3
                \tparent: 22387:mpirun
                \tcpu affinity: [0, 1]
                \tcpu times: [0.1, 0.25]
                \tcpu memory info: [4096]

                """)
        #expect(list.programs(of: ["its:0"]).hasPrefix("found 1 target processes\n22040:bash\n"))
        #expect(list.programs(of: ["its:0"]).contains("parent: 1:X"))
        #expect(list.programs(of: ["nosuch"]) == "found 0 target processes\n")
    }
}
