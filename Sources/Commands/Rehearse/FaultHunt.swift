internal import Dialects
internal import Model
internal import Posix
internal import Rehearsal

/// `rota rehearse --faults`: a service, its executors and the network between them in virtual time, while everything
/// breaks.
enum FaultHunt {
    /// - Returns: 1 when something was found.
    static func run(_ options: FaultOptions, _ screen: Screen) -> Int32 {
        let begin = Clock.monotonicNanoseconds()
        var found: [FaultReport] = []
        var tally = Tally()
        func rehearse(_ seed: UInt64, tells: Bool) {
            var rehearsal = FaultRehearsal(seed: seed, flaw: options.flaw, tells: tells)
            let report = rehearsal.run()
            tally.add(report)
            if !report.isSilent { found.append(report) }
            guard !options.isJSON else { return }
            for line in report.story { screen.print(line) }
            if !report.isSilent { tell(report, options, screen) }
        }
        switch options.seeds {
        case .one(let seed): rehearse(seed, tells: !options.isJSON)
        case .range(let seeds): for seed in seeds { rehearse(seed, tells: false) }
        case .hunt(let length):
            // What was tried before is not tried again.
            var seed = UInt64.random(in: 0...UInt64.max / 2)
            while Clock.monotonicNanoseconds() - begin < length.nanoseconds {
                rehearse(seed, tells: false)
                seed += 1
            }
        }
        let elapsed = Duration(nanoseconds: Clock.monotonicNanoseconds() - begin)
        if options.isJSON { print(found, tally, on: screen) } else { conclude(found, tally, elapsed, screen) }
        return found.isEmpty ? ExitCode.succeeded : ExitCode.failed
    }

    /// What was rehearsed in all.
    private struct Tally {
        var seeds = 0
        var facts = 0
        var faults = 0
        var lives = 0
        var length = Duration.zero

        mutating func add(_ report: FaultReport) {
            seeds += 1
            facts += report.facts
            faults += report.faults
            lives += report.lives
            length += report.length
        }
    }

    private static func tell(_ report: FaultReport, _ options: FaultOptions, _ screen: Screen) {
        screen.print("Seed \(report.seed):")
        for finding in report.findings { screen.print("  \(finding)") }
        guard case .one = options.seeds else {
            let flaw = options.flaw.map { " --flaw \($0.rawValue)" } ?? ""
            return screen.print("  Replay it: rota rehearse --faults --seeds \(report.seed)\(flaw)")
        }
    }

    private static func conclude(_ found: [FaultReport], _ tally: Tally, _ elapsed: Duration, _ screen: Screen) {
        let seeds = Wording.count(tally.seeds, "seed")
        screen.print(
            "\(seeds) in \(elapsed): \(Wording.count(tally.facts, "fact")), \(Wording.count(tally.faults, "fault")), "
                + "\(Wording.count(tally.lives, "life", "lives")) of the service, \(tally.length) of virtual time; "
                + (found.isEmpty ? "nothing was found." : "\(Wording.count(found.count, "seed")) found something."))
    }

    private static func print(_ found: [FaultReport], _ tally: Tally, on screen: Screen) {
        var json = JSONText()
        json.object { json in
            json.member("seeds", tally.seeds)
            json.member("facts", tally.facts)
            json.member("faults", tally.faults)
            json.member("lives", tally.lives)
            json.key("found")
            json.array { json in
                for report in found {
                    json.object { json in
                        // As text: not every reader keeps 64 bits.
                        json.member("seed", "\(report.seed)")
                        json.key("findings")
                        json.array { json in for finding in report.findings { json.value(finding) } }
                    }
                }
            }
        }
        screen.print(json)
    }
}
