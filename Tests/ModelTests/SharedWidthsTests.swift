import Model
import Testing

struct SharedWidthsTests {
    private func widths(
        _ sharing: Request.Sharing, least: Int = 1, iterations: Int, cores: Int
    ) throws(Refusal) -> [Int]? {
        var job = Job(name: "sweep", command: Command(action: .program("x", arguments: [])))
        job.iterations = Iterations(range: 10..<10 + iterations)
        job.request.cores = Cores(least)...Cores(1_000_000)
        job.request.sharing = sharing
        guard let widths = try SharedWidths.widths(for: job, cores: cores) else { return nil }
        return (0..<iterations).map { widths.width(at: $0) }
    }

    @Test("maximum-iters takes the fewest rounds and gives the remainder to the last")
    func fewestRounds() throws {
        #expect(try widths(.fewestRounds, iterations: 3, cores: 4) == [1, 1, 2])
        #expect(try widths(.fewestRounds, iterations: 5, cores: 2) == [1, 1, 1, 1, 2])
        #expect(try widths(.fewestRounds, iterations: 1, cores: 8) == [8])
        #expect(try widths(.fewestRounds, least: 3, iterations: 5, cores: 8) == [4, 4, 4, 4, 8])
        #expect(try widths(.fewestRounds, least: 2, iterations: 7, cores: 7) == [2, 2, 3, 3, 4, 3, 4])
    }

    @Test("split-into gives each iteration one equal part")
    func equalParts() throws {
        #expect(try widths(.equalParts(2), iterations: 4, cores: 4) == [2, 2, 2, 2])
        #expect(try widths(.equalParts(3), iterations: 2, cores: 8) == [2, 2])
    }

    @Test("parts of zero cores, and a least width beyond the machine, are refused")
    func impossible() {
        #expect(throws: Refusal.self) { try widths(.equalParts(5), iterations: 5, cores: 4) }
        #expect(throws: Refusal.self) { try widths(.equalParts(0), iterations: 5, cores: 4) }
        #expect(throws: Refusal.self) { try widths(.fewestRounds, least: 5, iterations: 2, cores: 4) }
    }

    @Test("the widths of a round never add up to more than the machine, and every width is at least the least")
    func sums() throws {
        for cores in 1...12 {
            for iterations in 1...30 {
                for least in 1...cores {
                    let dealt = try widths(.fewestRounds, least: least, iterations: iterations, cores: cores)
                    let widths = try #require(dealt)
                    let rounds = (iterations + cores / least - 1) / (cores / least)
                    #expect(widths.allSatisfy { $0 >= least })
                    #expect(widths.reduce(0, +) == cores * rounds)
                }
            }
        }
    }

    @Test("a job that takes what is free has no dealt widths")
    func none() throws {
        #expect(try widths(.none, iterations: 3, cores: 4) == nil)
    }
}
