import Ledger
import Model
import Posix
import Testing

/// Seen from outside, by the calls that rota makes: first durable, then done or shown.
@Suite struct DurabilityTests {
    @Test("no task starts, no dependant starts and no result is shown before its fact is durable")
    func order() throws {
        let place = try Workplace()
        let step = try place.script("step", "echo \"$1 $2 is done\"\n[ $1 != last ] || { : > held; exec sleep 600; }")
        try place.write(
            """
            [
              {"name": "first", "run": ["\(step)", "first", "${it}"], "range": "0-5"},
              {"name": "second", "run": ["\(step)", "second", "${it}"], "range": "0-5", "after": ["first:${it}"]},
              {"name": "third", "run": ["\(step)", "third", "0"], "after": ["second"]},
              {"name": "last", "run": ["\(step)", "last", "0"], "after": ["third"]}
            ]
            """, to: "jobs.json")
        place.wrapper = Trace.wrapper(log: place.path("trace"))

        // What the program of the command line prints is shown; what the tasks of files print is only kept. The last
        // task holds the run open: a finished run's record is packed, and its frames lie elsewhere.
        let running = try place.start(
            rota: "run", "--quiet", "jobs.json", "--name", "shown", "--range", "0-5", "--", step, "shown", "${it}")
        #expect(wait { FileSystem.exists(place.path("held")) || running.isOver })
        #expect(wait { running.output.split(separator: "\n").count == 6 || running.isOver })
        let record = try Record(in: place.state)
        let tracer = running.number
        for child in Processes.children(of: tracer) { try Process.send(.kill, to: child) }
        _ = try running.finish()

        let offsets = Offsets(of: record)
        var durable: [Int: Int64] = [:]
        var started: Set<String> = []
        var shown: Set<String> = []
        func isDurable(_ place: Offsets.Place?) -> Bool { place.map { durable[$0.segment] ?? 0 >= $0.end } ?? false }
        for event in try Trace(log: place.path("trace")).events {
            switch event {
            case .durable(let segment, let size): durable[segment] = max(durable[segment] ?? 0, size)
            case .started(let arguments):
                guard arguments.first == step, arguments.count == 3 else { continue }
                let task = "\(arguments[1]) \(arguments[2])"
                started.insert(task)
                #expect(isDurable(offsets.handOvers[task]), "\(task) was started before its hand-over was durable")
                for earlier in Self.earlier(task) {
                    #expect(isDurable(offsets.ends[earlier]), "\(task) was started before \(earlier)'s end was durable")
                }
            case .written(let path, let text):
                guard path.contains(".call-"), let task = offsets.ends.keys.first(where: { text.contains($0) }) else {
                    continue
                }
                shown.insert(task)
                #expect(isDurable(offsets.ends[task]), "\(task) was shown before its end was durable")
            }
        }
        #expect(started.count == 20)
        #expect(shown.count == 6)
    }

    private static func earlier(_ task: String) -> [String] {
        let words = task.split(separator: " ")
        switch words[0] {
        case "second": return ["first \(words[1])"]
        case "third": return (0..<6).map { "second \($0)" }
        case "last": return ["third 0"]
        default: return []
        }
    }

    /// Where in the record's files the facts of each task end.
    private struct Offsets {
        struct Place {
            var segment: Int
            var end: Int64
        }

        var handOvers: [String: Place] = [:]
        var ends: [String: Place] = [:]

        init(of record: Record) {
            for frame in record.frames {
                let place = Place(segment: frame.segment, end: frame.bytes.upperBound)
                for fact in frame.facts {
                    switch fact {
                    case .attemptsHandedOver(let handOver):
                        for range in handOver.tasks {
                            for iteration in range.iterations {
                                handOvers["\(record.jobs[range.job.number]) \(iteration)"] = place
                            }
                        }
                    case .attemptEnded(let end):
                        guard let task = record.tasks[end.attempt] else { continue }
                        ends["\(record.jobs[task.job.number]) \(task.iteration)"] = place
                    default: break
                    }
                }
            }
        }
    }
}
