import Model
import Plan

/// What people do, and what they are told.
extension FaultRehearsal {
    mutating func userActs() {
        guard !isCalm else { return }
        agenda.insert(.userActs, at: now + chance(.milliseconds(20), .seconds(4)))
        if let number = work.nextBatch() { return agenda.insert(.batchIsSent(number), at: now) }
        guard let planner = service?.planner, planner.jobCount > 0 else { return }
        let wish = work.wish(planner)
        tell("somebody asks: \(wish.sentence)")
        service?.wish(wish)
        callForRound()
    }

    /// Said again, with the same key, until it is answered.
    mutating func send(batch number: Int) {
        guard let wish = work.batch(number) else { return }
        agenda.insert(.batchIsSent(number), at: now + chance(.seconds(1), .seconds(6)))
        guard service != nil else { return }
        tell("somebody submits batch \(number)")
        service?.wish(wish)
        callForRound()
    }

    mutating func hear(_ answer: RehearsedService.Answer, to wish: Wish) {
        guard case .submit(let number, _, let key) = wish else { return }
        switch answer {
        case .diskFull: return
        case .done:
            watch.answer(key, isRefused: false)
            work.isAnswered(number)
        case .refused(let refusal):
            tell("batch \(number) is refused: \(refusal)")
            watch.answer(key, isRefused: true)
            work.isAnswered(number)
        }
    }
}
