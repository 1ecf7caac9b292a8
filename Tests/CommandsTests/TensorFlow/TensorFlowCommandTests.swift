import Model
import Posix
import Testing

@testable import Commands

/// The door of the TensorFlow scheduler, as far as nothing is run.
@Suite final class TensorFlowCommandTests {
    private let folder: String

    init() throws { folder = try FileSystem.makeTemporaryDirectory("rota-tensorflow") }

    deinit { try? FileSystem.removeTree(folder) }

    private func enter(_ requests: String, _ parameters: String = "{}", _ options: [String] = []) throws
        -> EnteredCommand
    {
        try FileSystem.replace("\(folder)/requests_file.txt", with: Array(requests.utf8))
        try FileSystem.replace("\(folder)/parameters.json", with: Array(parameters.utf8))
        let files = ["--requests", "\(folder)/requests_file.txt", "--parameters", "\(folder)/parameters.json"]
        let machine = ["--nodes", "4", "--use-resource", "containers=8", "--dry-run"]
        return EnteredCommand(["tensorflow"] + files + machine + options)
    }

    private static let sample = "execution,0,tf_scheduler,2,60\nupdate,0,tf_scheduler,12,90\n"

    @Test("what would be asked for when")
    func dry() throws {
        let shown = try enter(Self.sample, #"{"assignment_policy": "max_prop"}"#, ["1", "1"])

        #expect(shown.code == 0, "\(shown)")
        #expect(
            shown.output == """
                1 container: fcfs, max_prop, maleable
                after  request    container  image         threads  inter  intra  priority
                  0 s  execution  instance0  tf_scheduler        2      1      1         0
                1 min  update     instance0  tf_scheduler       12      1     11         0

                """)
    }

    @Test("with a profile it is shown how long each request should take on the cores that it asks for")
    func profile() throws {
        let profile = #"{"tf_scheduler": [{"cores": 1, "seconds": 840}, {"cores": 4, "seconds": 260}]}"#
        try FileSystem.replace("\(folder)/profile.json", with: Array(profile.utf8))
        let options = ["--profile", "\(folder)/profile.json"]

        let shown = try enter(Self.sample, #"{"assignment_policy": "max_prop"}"#, options)

        #expect(
            shown.output == """
                1 container: fcfs, max_prop, maleable
                after  request    container  image         threads  inter  intra  priority     expected
                  0 s  execution  instance0  tf_scheduler        2      1      1         0  10 min 46 s
                1 min  update     instance0  tf_scheduler       12      1     11         0   4 min 20 s

                """, "\(shown)")

        let unknown = try enter("execution,0,other,2,60\nexecution,1,tf_schedule,2,60\n", "{}", options)
        #expect(unknown.code == 2)
        #expect(
            unknown.messages.contains("requests_file.txt:1: image: is \"other\", which is no kind of"), "\(unknown)")

        let none = try enter(Self.sample, "{}", ["--profile", "\(folder)/none.json"])
        #expect(none.code == 2)
        #expect(none.messages.contains("none.json: does not exist. Name a profile"), "\(none)")
    }

    @Test("strict refuses the seed's twelve threads on four cores, with the line")
    func strict() throws {
        let shown = try enter(Self.sample)

        #expect(shown.code == 2)
        #expect(shown.messages.contains("requests_file.txt:2: threads: is 12; the machine lends 4 cores"), "\(shown)")
    }

    @Test("a file with fewer containers than are to be run is refused")
    func few() throws {
        let shown = try enter(Self.sample, #"{"assignment_policy": "max_prop"}"#, ["1", "3"])

        #expect(shown.code == 2)
        #expect(shown.messages.contains("asks for 1 container; 3 are to be run. Lower CONTAINERS"), "\(shown)")
    }

    @Test("created requests are as the parameters say, the same each time, twice as many in each iteration")
    func created() throws {
        let parameters = """
            {"get_requests": "create", "number_containers": 3, "tf_dockerimage": "tf:2",
             "time_distribution": "normal", "time_gap": [5, 2], "resources_distribution": "random",
             "resources_per_container": [1, 4]}
            """

        let first = try enter("", parameters, ["2", "--double"])
        let second = try enter("", parameters, ["2", "--double"])
        let other = try enter("", parameters, ["2", "--double", "--seed", "2"])

        #expect(first.code == 0, "\(first)")
        #expect(first.output.contains("3 containers: fcfs, strict, maleable"), "\(first)")
        #expect(first.output.contains("6 containers: fcfs, strict, maleable"))
        #expect(first == second)
        #expect(first.output != other.output)
    }

    @Test("a series goes through both plannings, all assignments and both kinds of TensorFlow")
    func series() throws {
        let shown = try enter("execution,0,tf,1,0\n", "{}", ["1", "1", "sweep"])

        let lines = shown.output.split(separator: "\n").filter { $0.hasPrefix("1 container: ") }
        #expect(Set(lines).count == 12, "\(shown)")
    }

    @Test(
        "what makes no sense is refused, and what is possible is said",
        arguments: [
            (["0"], "ITERATIONS: is \"0\"; a whole number from 1 to 1000 is possible"),
            (["1", "x"], "CONTAINERS: is \"x\"; a whole number from 1 to 100000"),
            (["1", "1", "../up"], "TESTNAME: is \"../up\", which is no name of a folder"),
            (["--policy", "fair"], "--policy: does not know \"fair\". Choose one of fcfs, priority, round_robin."),
            (["--assignment", "loose"], "--assignment: does not know \"loose\". Choose one of strict"),
            (["--preemption", "longest_run"], "belongs to the policy priority, and fcfs is chosen"),
            (["--feedback", "60", "--policy", "round_robin"], "--feedback: belongs to the policy priority"),
            (["--memory-gate", "0"], "--memory-gate"),
            (["--volume", "here:/there"], "--volume: \"here:/there\" is no volume"),
            (["--port", "65536"], "--port"),
            (["--wait", "never"], "--wait: does not know \"never\". Choose one of next, own."),
            (["1", "1", "sweep", "--policy", "fcfs"], "--policy: chooses one, and the series sweep goes through all"),
        ])
    func refused(options: [String], message: String) throws {
        let shown = try enter(Self.sample, "{}", options)

        #expect(shown.code == 2, "\(shown)")
        #expect(shown.messages.contains(message), "\(shown)")
    }

    @Test("a file that does not exist is named, with the option for it")
    func missing() {
        let shown = EnteredCommand(["tensorflow", "--requests", "\(folder)/none.txt"])

        #expect(shown.code == 2)
        #expect(shown.messages.contains("none.txt: does not exist. Name the file: --requests FILE."), "\(shown)")
    }

    @Test("the old programs' command lines mean the same in ours")
    func names() throws {
        func meant(_ words: String...) throws -> [String]? {
            let (program, rest) = try #require(TensorFlowProgram.meant(by: words))
            return try program.translated(rest)
        }

        #expect(try meant("/usr/bin/run_scheduler.py", "2", "8") == ["tensorflow", "2", "8"])
        #expect(try meant("rota", "run_scheduler.py", "2", "8", "test") == ["tensorflow", "2", "8", "test"])
        #expect(
            try meant("run_scheduler_one.py", "-n", "t", "-p", "fcfs", "-ap", "strict", "-c", "4", "-tf", "original")
                == [
                    "tensorflow", "--policy", "fcfs", "--assignment", "strict", "--tensorflow", "original",
                    "--results", "Data/log/t", "1", "4",
                ])
        #expect(
            try meant("run_trace.py", "-n", "4", "-p", "priority", "-a", "max_prop", "-t", "maleable")
                == [
                    "tensorflow", "--policy", "priority", "--assignment", "max_prop", "--tensorflow", "maleable", "1",
                    "4",
                ])
        #expect(TensorFlowProgram.meant(by: ["rota", "run", "run_scheduler.py"]) == nil)
        #expect(throws: Refusal.self) { try TensorFlowProgram.single.translated(["-p"]) }
    }
}
