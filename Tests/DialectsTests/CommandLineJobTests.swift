import Dialects
import Model
import Testing

struct CommandLineJobTests {
    private func job(
        _ words: [String], _ sources: [IterationSource] = [], zip: Bool = false
    ) throws(Refusal) -> Job {
        var line = CommandLineJob(words: words)
        line.sources = sources
        line.zip = zip
        return try line.read()
    }

    /// The arguments as each task gets them.
    private func rendered(_ job: Job) -> [[String]] {
        guard case .program(let program, let arguments) = job.command.action else { return [] }
        return job.iterations.indices.map { iteration in
            ([program] + arguments).map { word in
                var bytes: [UInt8] = []
                word.render(
                    into: &bytes, RenderingContext(iterations: job.iterations, iteration: iteration, cores: Cores(2)))
                return String(decoding: bytes, as: UTF8.self)
            }
        }
    }

    private func sentence(_ sources: [IterationSource], zip: Bool = false) -> String {
        var line = CommandLineJob(words: ["f"])
        line.sources = sources
        line.zip = zip
        return sentence(line)
    }

    /// What a command line is refused with.
    private func sentence(_ line: CommandLineJob) -> String {
        do throws(Refusal) {
            _ = try line.read()
            return "taken"
        } catch {
            return error.description
        }
    }

    private func lines(_ text: String) -> IterationSource {
        .each(Array(text.utf8), separator: UInt8(ascii: "\n"), origin: "list.txt")
    }

    private func table(_ text: String) -> IterationSource { .table(Array(text.utf8), origin: "cases.csv") }

    @Test("a plain program is one task, named after it")
    func plain() throws {
        let job = try job(["/usr/bin/du", "-s", "{}", "${it}", "a{2}"])

        #expect(job.name == "du")
        #expect(job.iterations == .single)
        #expect(rendered(job) == [["/usr/bin/du", "-s", "{}", "${it}", "a{2}"]])
    }

    @Test("what is asked either or is what a job file's either would say")
    func either() throws {
        var line = CommandLineJob(words: ["x"])
        line.gpus = "1"
        line.resources = ["licence=2"]
        line.memory = "2G"
        line.time = "1h"
        line.either = ["cores=8-16,preferredCores=12,time=4h", "nodes=2,resources.slot=1,expect=5min"]
        let file = """
            {"name": "x", "run": "x", "memory": "2G", "either": [
              {"gpus": 1, "resources": {"licence": 2}, "time": "1h"},
              {"cores": "8-16", "preferredCores": 12, "time": "4h"},
              {"nodes": 2, "resources": {"slot": 1}, "expect": "5min", "time": "1h"}]}
            """

        #expect(try line.read().request == read(file).jobs[0].request)
    }

    @Test(
        "what can't be asked either or is refused with the option and the remedy",
        arguments: [
            ("16", "is \"16\"; names with amounts are needed. Write it like cores=16,time=4h."),
            ("core=16", "names \"core\", which is not known. Did you mean cores?"),
            ("wings=2", "names \"wings\", which is not known. Known are cores, preferredCores, nodes, memory, gpus, "),
            ("cores=1,cores=2", "says cores twice. Say it once."),
            ("cores=many", "is \"many\""),
            ("cores=4,preferredCores=8", ""),
        ])
    func eitherRefused(text: String, sentence: String) {
        var line = CommandLineJob(words: ["x"])
        line.either = [text]

        let said = self.sentence(line)

        #expect(said.contains("--either") && said.contains(sentence), "\(said)")
    }

    @Test("a width that changes while it runs does not go with either or")
    func malleableEither() {
        var line = CommandLineJob(words: ["x"])
        line.isMalleable = true
        line.either = ["cores=2"]

        #expect(sentence(line).contains("does not go with --malleable"))
    }

    @Test("each mark takes the part that GNU parallel takes")
    func marks() throws {
        let job = try job(
            ["p", "{}", "{.}", "{/}", "{//}", "{/.}", "{#}", "{1}", "{1/.}", "${it}", "${itval}", "${ncores}"],
            [lines("a/b.c\n")])

        #expect(
            rendered(job) == [
                ["p", "a/b.c", "a/b", "b.c", "a", "b", "1", "a/b.c", "b", "0", "a/b.c", "2"]
            ])
    }

    @Test("what is no mark stays as it is")
    func noMarks() throws {
        let words = ["awk", "{print $1}", "{2}", "{name}", "${HOME}", "${1}", "{", "}", "{%}", "{+1}", "$"]

        #expect(rendered(try job(words + ["{}"], [.values("x")])) == [words + ["x"]])
    }

    @Test("values are appended where no mark names them, as xargs and GNU parallel do; a range is not")
    func appended() throws {
        #expect(rendered(try job(["gzip", "-k"], [.values("a,b")])) == [["gzip", "-k", "a"], ["gzip", "-k", "b"]])
        #expect(rendered(try job(["gzip", "-j${ncores}"], [lines("a")])) == [["gzip", "-j2", "a"]])
        #expect(rendered(try job(["true"], [.range("0-1")])) == [["true"], ["true"]])
        #expect(rendered(try job(["f", "{#}"], [.values("a")])) == [["f", "1"]])
        #expect(
            rendered(try job(["f"], [.values("a,b"), .range("1-2")])).map { $0[1] } == ["a 1", "a 2", "b 1", "b 2"])
    }

    @Test("lines keep every byte, empty ones too; the last needs no end")
    func byLine() throws {
        #expect(rendered(try job(["f"], [lines("a b\n\n ä\r\nlast")])).map { $0[1] } == ["a b", "", " ä\r", "last"])
        let nul = IterationSource.each(Array("a\nb\0c\0".utf8), separator: 0, origin: "list")
        #expect(rendered(try job(["f"], [nul])).map { $0[1] } == ["a\nb", "c"])
    }

    @Test("a table gives columns by name, row by row, with quotes as RFC 4180 has them")
    func tables() throws {
        let job = try job(
            ["f", "{case}", "{size}", "{case/.}", "${size}"],
            [table("case,size\r\n\"a,\"\"b\"\".x\",1\r\n\r\n\"two\nlines\", 2\n")])

        #expect(job.iterations.combination == .pairs)
        #expect(
            rendered(job) == [["f", "a,\"b\".x", "1", "a,\"b\"", "1"], ["f", "two\nlines", " 2", "two\nlines", " 2"]])
    }

    @Test("a table together with another source is combined row by row with each of its values")
    func tableProduct() throws {
        let job = try job(["f", "{a}{b}{3}"], [table("a,b\n1,2\n3,4\n"), .range("7-9")])
        #expect(rendered(job).map { $0[1] } == ["127", "128", "129", "347", "348", "349"])

        let turned = try self.job(["f", "{1}{a}{b}"], [.values("x,y"), table("a,b\n1,2\n3,4\n")])
        #expect(rendered(turned).map { $0[1] } == ["x12", "x34", "y12", "y34"])
    }

    @Test("sources are combined each with each, or paired with --zip, and ranges stay ranges")
    func combinations() throws {
        let product = try job(["f", "{1}{2}"], [.range("0-1"), .values("a,b")])
        #expect(rendered(product).map { $0[1] } == ["0a", "0b", "1a", "1b"])
        #expect(product.iterations.columns[0].values == .range(0..<2))

        let pairs = try job(["f", "{1}{2}"], [.range("0-1"), .values("a,b")], zip: true)
        #expect(rendered(pairs).map { $0[1] } == ["0a", "1b"])

        #expect(try job(["f"], [.range("10-13")]).iterations == Iterations(range: 10..<14))
    }

    @Test("the options become the request")
    func options() throws {
        var line = CommandLineJob(words: ["./my prog$"])
        line.cores = "1-4"
        line.memory = "2G…4G"
        line.gpus = "0.5"
        line.resources = ["licence=2", "a=1", "licence=3"]
        line.time = "10min"
        line.retries = "3"
        line.after = ["prep", "mesh:2"]
        line.bind = "none"

        let job = try line.read()

        #expect(job.name == "my-prog-")
        #expect(job.request.cores == Cores(1)...Cores(4))
        #expect(job.request.memoryLimit == .gibibytes(4))
        #expect(job.request.gpus == Amount(thousandths: 500))
        #expect(job.request.named.map(\.name) == ["a", "licence"])
        #expect(job.request.named.map(\.amount) == [Amount(1), Amount(3)])
        #expect(job.request.wallTime == .seconds(600))
        #expect(job.retry == RetryRules(every: 3))
        #expect(job.dependencies == [Dependency(job: "prep"), Dependency(job: "mesh", scope: .iteration(2))])
        #expect(job.command.binding == .none)
    }

    @Test("a wrong source is refused with its option, or its file and line")
    func refusedSources() throws {
        #expect(sentence([.range("9-0")]).hasPrefix("command line: --range: is \"9-0\", whose end is below"))
        #expect(sentence([.range("0-9/5")]).hasPrefix("command line: --range:"))
        #expect(sentence([.values("")]).hasPrefix("command line: --values: is empty."))
        #expect(sentence([lines("")]).hasPrefix("list.txt: holds no values."))
        #expect(sentence([lines("a\nb\0")]).hasPrefix("list.txt:2: holds a NUL byte"))
        #expect(sentence([table("")]).hasPrefix("cases.csv:1: holds no header."))
        #expect(sentence([table("a,b\n")]).hasPrefix("cases.csv:2: holds no row"))
        #expect(sentence([table("a,b\n1,2\n1\n")]).hasPrefix("cases.csv:3: has 1 fields; the header names 2."))
        #expect(sentence([table("a,a\n1,2\n")]).contains("two columns called \"a\""))
        #expect(sentence([table("a,\n1,2\n")]).contains("calls a column \"\""))
        #expect(sentence([table("a\n\"x\"y\n")]).hasPrefix("cases.csv:2: goes on behind a closing quote."))
        #expect(sentence([table("a\n\n\"x\n\n")]).hasPrefix("cases.csv:3: opens a quote that never ends."))
        #expect(sentence([.range("0-1"), .values("a,b,c")], zip: true).contains("--zip: pairs columns of 2, 3 values"))
        #expect(sentence([.range("0-99999"), .range("0-99999")]).contains("more than 1000000000 iterations"))
        #expect(sentence([table("a,b\n1,2\n"), table("b,c\n1,2\n")]).contains("two columns \"b\""))
    }

    @Test("no program, and a wrong option, are refused")
    func refusedOptions() throws {
        var line = CommandLineJob(words: ["f"])
        line.cores = "many"

        #expect(sentence(CommandLineJob(words: [])).hasPrefix("command line: names no program."))
        #expect(sentence(line).hasPrefix("command line: --cores: is \"many\", which is not a number of cores."))
    }
}
