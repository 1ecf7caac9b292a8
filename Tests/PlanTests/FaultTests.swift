import Rehearsal
import Testing

@Suite("Everything breaks, any seed")
struct FaultTests {
    @Test(
        "every checker stays silent while services, executors, disks, clocks and connections fail",
        arguments: 0..<UInt64(20))
    func faults(block: UInt64) {
        for seed in block * 20..<block * 20 + 20 {
            var rehearsal = FaultRehearsal(seed: seed)

            let report = rehearsal.run()

            #expect(report.findings == [], "replay it: make rehearse SEED=\(seed)")
            guard report.isSilent else { return }
        }
    }

    @Test("every planted flaw is found within 200 seeds", arguments: Flaw.allCases)
    func flaws(flaw: Flaw) {
        let isFound = (0..<UInt64(200)).contains { seed in
            var rehearsal = FaultRehearsal(seed: seed, flaw: flaw)
            return !rehearsal.run().isSilent
        }

        #expect(isFound, "\(flaw.sentence)")
    }

    @Test("the same seed tells the same story")
    func repetition() {
        var first = FaultRehearsal(seed: 7, tells: true)
        var second = FaultRehearsal(seed: 7, tells: true)

        let stories = [first.run(), second.run()]

        #expect(stories[0] == stories[1])
        #expect(stories[0].story.count > 10)
    }
}
