import Ledger
import Model
import Testing

extension Record {
    /// Holds what is promised against what the tasks themselves have left behind: every iteration succeeded once in the
    /// record, by an attempt that left its mark; nobody else left one but attempts recorded as lost; no attempt ran
    /// twice, and no core was given twice.
    func expectAgreement(with marks: Marks, iterations: some Sequence<Int>, _ hint: String = "") {
        let left = marks.all
        #expect(damage.filter(\.losesFacts).isEmpty, "the record is damaged \(hint)")
        #expect(marks.collisions.isEmpty, "cores were given twice \(hint)")
        #expect(Set(left).count == left.count, "an attempt ran twice \(hint)")

        var unexplained = Set(left)
        var successes: [Int: Int] = [:]
        for (attempt, ends) in ends {
            #expect(ends.count == 1, "attempt \(attempt.number) has \(ends.count) ends \(hint)")
            guard let end = ends.first, let task = tasks[attempt] else { continue }
            let mark = Marks.Mark(iteration: task.iteration, attempt: name(of: attempt))
            switch end.outcome {
            case .succeeded:
                successes[task.iteration, default: 0] += 1
                #expect(unexplained.remove(mark) != nil, "\(mark) is recorded as succeeded and left no mark \(hint)")
            case .lost: unexplained.remove(mark)
            default: Issue.record("attempt \(attempt.number) ended with \(end.outcome) \(hint)")
            }
        }
        #expect(unexplained.isEmpty, "marks of attempts that nobody has recorded as ended or lost \(hint)")
        #expect(
            iterations.allSatisfy { successes[$0] == 1 }, "not every iteration succeeded exactly once \(hint)")
        #expect(
            !isComplete || tasks.keys.allSatisfy { (ends[$0] != nil) != takenBack.contains($0) },
            "an attempt has neither ended nor been taken back, or both \(hint)")
    }
}
