import Model
import Rehearsal
import Testing

@Suite("Generated workloads") struct GeneratingTests {
    private func mean(_ distribution: Distribution) -> Double {
        var numbers = SeededNumbers(seed: 7)
        return (0..<20_000).reduce(0.0) { sum, _ in sum + distribution.draw(using: &numbers) } / 20_000
    }

    @Test(
        "what is drawn has the mean that its distribution has",
        arguments: [
            (Distribution.constant(3), 3.0), (.uniform(2...6), 4), (.normal(mean: 50, deviation: 10), 50),
            (.exponential(mean: 30), 30),
            // (b - a) / ln(b / a)
            (.logUniform(1...1024), 1023 / 6.931_471_8),
            (.choice([Distribution.Weighted(1, weight: 3), Distribution.Weighted(9)]), 3),
        ])
    func means(distribution: Distribution, mean: Double) {
        // Twenty thousand draws of these scatter by a hundredth of the mean at most.
        #expect(abs(self.mean(distribution) - mean) <= mean / 30)
    }

    @Test("two thirds of what is drawn normally lie within one deviation")
    func deviation() {
        var numbers = SeededNumbers(seed: 3)
        let drawn = (0..<20_000).map { _ in Distribution.normal(mean: 0, deviation: 2).draw(using: &numbers) }

        let near = drawn.filter { abs($0) <= 2 }.count

        #expect(abs(Double(near) / 20_000 - 0.6827) < 0.01)
    }

    @Test("each doubling of a log-uniform distribution is as likely as another")
    func doublings() {
        var numbers = SeededNumbers(seed: 5)
        var counts = [Int](repeating: 0, count: 10)
        for _ in 0..<20_000 {
            let drawn = Distribution.logUniform(1...1024).draw(using: &numbers)
            counts[min(9, Int(drawn).bitWidth - 1 - Int(drawn).leadingZeroBitCount)] += 1
        }

        #expect(counts.allSatisfy { abs($0 - 2000) < 200 }, "\(counts)")
    }

    private var description: WorkloadDescription {
        var mesh = JobKind("mesh", cores: .uniform(1...64), runTime: .logUniform(1...3600))
        mesh.users = ["ada", "bela"]
        mesh.estimate = .uniform(1...5)
        mesh.range = 0.5...2
        mesh.isMalleable = true
        mesh.speed = .amdahl(serial: 0.1)
        var check = JobKind("check", cores: .constant(1), runTime: .exponential(mean: 20))
        check.weight = 3
        return WorkloadDescription(gaps: .exponential(mean: 10), kinds: [mesh, check])
    }

    @Test("a seed makes the same workload each time, another seed another one, and more jobs begin with the same")
    func seeds() {
        let first = description.arrivals(500, atMost: 48, seed: 1)

        #expect(first == description.arrivals(500, atMost: 48, seed: 1))
        #expect(first != description.arrivals(500, atMost: 48, seed: 2))
        #expect(Array(description.arrivals(900, atMost: 48, seed: 1).prefix(500)) == first)
    }

    @Test("generated jobs are possible: they fit, their ranges hold what they ask for, they end when they must")
    func possible() {
        let arrivals = description.arrivals(2000, atMost: 48, seed: 1)

        #expect(zip(arrivals, arrivals.dropFirst()).allSatisfy { $0.at <= $1.at })
        #expect(arrivals.filter { $0.job.kind == "check" }.count > 1300)
        for arrival in arrivals {
            let request = arrival.job.request
            #expect(request.cores.contains(request.asked) && request.cores.lowerBound >= .one)
            #expect(request.cores.upperBound <= Cores(48))
            #expect(arrival.runTime <= request.wallTime ?? request.expectedTime ?? .zero)
            #expect(arrival.job.kind == "mesh" ? ["ada", "bela"].contains(arrival.job.user) : arrival.job.user == "")
        }
    }

    @Test(
        "a task ends sooner on more cores as its speed says",
        arguments: [
            (Speed.fixed, 100), (.linear, 25),
            // 0.2 + 0.8 / 2 on two cores, 0.2 + 0.8 / 8 on eight: half as long.
            (.amdahl(serial: 0.2), 50),
        ] as [(Speed, Int64)])
    func speeds(speed: Speed, seconds: Int64) {
        #expect(speed.runTime(.seconds(100), on: Cores(2), at: Cores(8)) == .seconds(seconds))
        #expect(speed.runTime(.seconds(100), on: Cores(2), at: Cores(2)) == .seconds(100))
    }
}
