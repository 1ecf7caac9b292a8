import Model
import Posix
import Testing

/// Cores that others keep busy count as taken where that was asked for.
@Suite struct PolitenessTests {
    /// Where each task ran, in the order in which they began; they go on until there is a gate.
    private func task(in place: Workplace) throws -> String {
        try place.script(
            "task",
            """
            grep Cpus_allowed_list /proc/self/status | cut -f 2 >> ran
            until [ -e gate ]; do sleep 0.02; done
            """)
    }

    private func kept(_ place: Workplace) -> [[Int]] { (try? Record(in: place.state))?.coresKept ?? [] }

    private static let lent = OtherPeople.processors.prefix(2).map { "\($0)-\($0)" }.joined(separator: ",")
    private static let needs: Comment = "two processors, and a mount of one's own, are needed"

    @Test(
        "tasks leave a core alone that others keep busy, and use it when they have gone",
        .enabled(if: OtherPeople.canBeMade, needs))
    func run() throws {
        let place = try Workplace()
        let others = try OtherPeople(in: place, on: OtherPeople.first)
        let run = try place.start(
            rota: "run", "--quiet", "--share", "polite", "--use-cores", Self.lent, "--name", "mesh", "--range", "0-1",
            "--", task(in: place))
        try #require(wait { place.lines(of: "ran").count == 1 || run.isOver }, "\(run.errors)")

        let why = try place.rota("why", "mesh:1")
        #expect(place.lines(of: "ran") == ["\(OtherPeople.second)"])
        #expect(why.output.contains("Others keep 1 core of"), "\(why.testDescription)")
        try others.go()
        try #require(wait { place.lines(of: "ran").count == 2 || run.isOver }, "\(run.errors)")
        try place.write("", to: "gate")
        let finished = try run.finish()

        #expect(finished.code == 0, "\(finished.testDescription)")
        #expect(place.lines(of: "ran") == ["\(OtherPeople.second)", "\(OtherPeople.first)"])
        #expect(kept(place) == [[0], []])
        others.end()
    }

    @Test("a program alone gets what others leave of the machine", .enabled(if: OtherPeople.canBeMade, needs))
    func alone() throws {
        let place = try Workplace()
        let others = try OtherPeople(in: place, on: OtherPeople.first)

        let finished = try place.rota(
            "run", "--quiet", "--share", "polite", "--use-cores", Self.lent, "--", "grep", "Cpus_allowed_list",
            "/proc/self/status")

        #expect(finished.output == "Cpus_allowed_list:\t\(OtherPeople.second)\n", "\(finished.testDescription)")
        others.end()
    }

    @Test(
        "a run that waits for nothing but others to go is not stuck", .enabled(if: OtherPeople.canBeMade, needs))
    func onlyOthers() throws {
        let place = try Workplace()
        let others = try OtherPeople(in: place, on: OtherPeople.second)
        let run = try place.start(
            rota: "run", "--quiet", "--share", "polite", "--use-cores", Self.lent, "--cores", "2", "--name", "wide",
            "--values", "x", "--", task(in: place))
        try #require(wait { kept(place) == [[1]] || run.isOver }, "\(run.errors)")
        try place.write("", to: "gate")
        try others.go()
        let finished = try run.finish()

        #expect(finished.code == 0, "\(finished.testDescription)")
        #expect(kept(place) == [[1], []])
        others.end()
    }

    @Test(
        "a core on which somebody works without a pause gets no task",
        .enabled(if: OtherPeople.processors.count > 1, "two processors are needed"))
    func spinning() throws {
        let place = try Workplace()
        let busy = "\(OtherPeople.first)"
        let other = try place.start(["taskset", "-c", busy, "sh", "-c", ": > spins; while :; do :; done"])
        try #require(wait { FileSystem.exists(place.path("spins")) || other.isOver }, "\(other.errors)")
        // On the other one whatever runs beside this test may work: whether anything starts there says nothing.
        let run = try place.start(
            rota: "run", "--quiet", "--share", "polite", "--use-cores", Self.lent, "--range", "0-9", "--",
            task(in: place))
        try #require(wait { !kept(place).isEmpty || run.isOver }, "\(run.errors)")
        try place.write("", to: "gate")
        // Some looks more, should they find anything else.
        _ = wait(seconds: 6) { run.isOver || place.lines(of: "ran").contains(busy) }
        run.kill(.interrupt)
        try run.finish()
        other.kill()

        #expect(!place.lines(of: "ran").contains(busy))
        #expect(!kept(place).isEmpty && kept(place).allSatisfy { $0.contains(0) })
    }

    @Test(
        "politeness towards others takes real cores that tasks are held to",
        arguments: [
            (["--nodes", "2,2"], "the nodes are made up"), (["--bind", "none"], "--bind none"),
            (["-j", "5000"], "the nodes are made up"), (["--use-cores", "70000"], "70000 are lent"),
        ])
    func refused(options: [String], words: String) throws {
        let place = try Workplace()

        let finished = try place.start(
            [Executables.rota, "run", "--share", "polite"] + options + ["--values", "x", "--", "true"]
        ).finish()

        #expect(finished.code == 2, "\(finished.testDescription)")
        #expect(finished.errors.contains(words), "\(finished.testDescription)")
    }
}
