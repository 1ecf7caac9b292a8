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

    /// Seeds beyond those above: room that was made, and taken by another or by who is not heard; shares
    /// that change when somebody goes on; what is dealt out anew once some have
    /// started, or were asked to leave some of theirs.
    @Test(
        "what a seed has found stays mended",
        arguments: [
            433, 539, 569, 680, 750, 764, 972, 1055, 1134, 1165, 1178, 1241, 1281, 1328, 1352, 2189, 2505, 4028, 4516,
        ] as [UInt64])
    func found(seed: UInt64) {
        var rehearsal = FaultRehearsal(seed: seed)

        #expect(rehearsal.run().findings == [], "replay it: make rehearse SEED=\(seed)")
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
