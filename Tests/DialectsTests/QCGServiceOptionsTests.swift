import Dialects
import Model
import Testing

struct QCGServiceOptionsTests {
    private func options(_ line: String) throws(Refusal) -> QCGServiceOptions {
        let words = line.split(separator: " ").map(String.init)
        guard case .options(let options) = try QCGServiceOptions.read(words) else { return QCGServiceOptions() }
        return options
    }

    private func problem(_ line: String) -> DocumentProblem? {
        refused(by: { () throws(Refusal) in _ = try options(line) })
    }

    @Test("without a word everything is as it was in the old program")
    func defaults() throws {
        let options = try options("")

        #expect(options == QCGServiceOptions())
        #expect(options.reportFormat == .json && options.reportFile == "jobs.report" && options.logLevel == .info)
        #expect(options.resources == .automatic && options.environment == .automatic && options.publishes)
    }

    @Test("every option of the network implies it")
    func network() throws {
        var expected = QCGServiceOptions.Network()
        #expect(try options("--net").network == expected)
        expected.port = 5555
        #expect(try options("--net-port 5555").network == expected)
        expected.publisherPort = 5556
        #expect(try options("--net-port=5555 --net-pub-port 5556 --net").network == expected)
        let range = try options("--net-port-min 7000 --net-port-max 7010").network
        #expect(range?.firstPort == 7000 && range?.lastPort == 7010)
        #expect(try options("--net-port-max 7010 --net-port-min 7000").network == range)
    }

    @Test("every other option is read")
    func all() throws {
        let options = try options(
            """
            --file --wd w --resume r --id me --tags a,b --report-format text --report-file f --log debug \
            --show-progress --resources slurm --envschema auto,slurm --system-core --disable-pub \
            --slurm-limit-nodes-range-begin 1 --slurm-limit-nodes-range-end 3 --slurm-resources-file s
            """)

        var expected = QCGServiceOptions()
        expected.requestFile = "qcg_pm_reqs.json"
        expected.workingDirectory = "w"
        expected.resumedFolder = "r"
        expected.instance = "me"
        expected.tags = ["a", "b"]
        expected.reportFormat = .text
        expected.reportFile = "f"
        expected.logLevel = .debug
        expected.showsProgress = true
        expected.resources = .slurm
        expected.environment = .slurm
        expected.keepsSystemCore = true
        expected.publishes = false
        expected.firstSlurmNode = 1
        expected.endOfSlurmNodes = 3
        expected.passedOver = ["--slurm-resources-file"]
        #expect(options == expected)
        #expect(try self.options("--file-path x.json --file").requestFile == "x.json")
    }

    @Test("what Rota does anyway is passed over, by name")
    func passedOver() throws {
        let options = try options(
            "--enable-rt-stats --wrapper-rt-stats w --disable-nl --nl-init-timeout 600 "
                + "--nl-ready-threshold 1.0 --nl-start-method ssh")

        #expect(
            options.passedOver == [
                "--enable-rt-stats", "--wrapper-rt-stats", "--disable-nl", "--nl-init-timeout",
                "--nl-ready-threshold", "--nl-start-method",
            ])
    }

    @Test("what asks for several services in one allocation is served by one, on the network as there")
    func partitions() throws {
        for line in ["--governor", "--slurm-partition-nodes 2"] {
            let options = try options(line)

            #expect(options.network != nil)
            #expect(options.passedOver == [String(line.split(separator: " ")[0])])
        }
    }

    @Test("the beginning of a name is enough where no other begins so")
    func beginnings() throws {
        #expect(try options("--resu x").resumedFolder == "x")
        #expect(try options("--show").showsProgress)
        #expect(try options("--enable-proc").tracesProcesses)
        #expect(problem("--report x")?.problem.contains("--report-format, --report-file") ?? false)
    }

    @Test(
        "nodes are made believe with names or without",
        arguments: [
            ("4,4", ["n0 4", "n1 4"]), ("a:2,b:1", ["a 2", "b 1"]), (":3", ["n0 3"]), ("8", ["n0 8"]),
            ("a:2,4", ["a 2", "n1 4"]),
        ])
    func nodes(text: String, nodes: [String]) throws {
        let options = try options("--nodes \(text)")

        #expect(options.nodes.map { "\($0.name) \($0.coreCount)" } == nodes)
        #expect(options.resources == .local)
    }

    @Test(
        "what can't be is refused with the option, the value and what to do",
        arguments: [
            ("--foo", "--foo", "is not known"), ("--show-progres=1", "--show-progress", "takes no value"),
            ("x", "x", "is not known"), ("--wd", "--wd", "needs a value"), ("--net-port 0", "--net-port", "is \"0\""),
            ("--net-port 70000", "--net-port", "1 to 65535 is possible"), ("--log loud", "--log", "known are critical"),
            ("--resources sge", "--resources", "is \"sge\""), ("--envschema x", "--envschema", "known are auto, slurm"),
            ("--report-format xml", "--report-format", "known are text, json, none"),
            ("--nodes 0", "--nodes", "is not a list of nodes"), ("--nodes a:b", "--nodes", "is not a list of nodes"),
            ("--nodes 4,", "--nodes", "is not a list of nodes"), ("--nodes a:1,a:2", "--nodes", "\"a\" twice"),
            ("--parent tcp://h:1", "--parent", "a hierarchy of services"),
            ("--slurm-partition-nodes 0", "--slurm-partition-nodes", "is \"0\""),
            ("--net-port-min 9 --net-port-max 8", "--net-port-max", "below the first port 9"),
            (
                "--slurm-limit-nodes-range-begin 2 --slurm-limit-nodes-range-end 2", "--slurm-limit-nodes-range-end",
                "the first node is 2"
            ),
        ])
    func refusals(line: String, path: String, words: String) throws {
        let problem = try #require(self.problem(line))

        #expect(problem.path == path)
        #expect(problem.problem.contains(words))
        #expect(!problem.remedy.isEmpty)
    }

    @Test("a service that nobody can give anything to do says so")
    func interfaces() throws {
        let idle = refused(by: { () throws(Refusal) in try QCGServiceOptions().checkInterfaces() })

        #expect(idle?.problem == "no interface enabled - finishing")
        for line in ["--net", "--file", "--resume x"] { try options(line).checkInterfaces() }
    }

    @Test("the help names every option on a line of its own, within a terminal's width")
    func help() throws {
        let lines = QCGServiceOptions.help.split(separator: "\n")

        #expect(try QCGServiceOptions.read(["--net", "-h"]) == .help)
        #expect(lines.count { $0.hasPrefix("  --") } == 33)
        #expect(lines.allSatisfy { $0.count <= 100 })
    }
}
