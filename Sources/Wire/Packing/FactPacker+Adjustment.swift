internal import Model

extension FactPacker {
    mutating func put(aboutAdjustments fact: Fact) {
        switch fact {
        case .adjustmentDecided(let attempt, let adjustment, let at):
            put(.adjustmentDecided)
            put(attempt: attempt)
            put(adjustment)
            put(instant: at)
        case .attemptAdjusted(let attempt, let number, let at):
            put(.attemptAdjusted)
            put(attempt: attempt)
            put(count: number)
            put(instant: at)
        case .adjustmentFailed(let attempt, let number, let errorNumber, let at):
            put(.adjustmentFailed)
            put(attempt: attempt)
            put(count: number)
            put(count: errorNumber)
            put(instant: at)
        default: preconditionFailure("only facts about adjustments come here")
        }
    }

    mutating func put(_ adjustment: Adjustment) {
        put(count: adjustment.number)
        put(adjustment.placement)
        put(flag: adjustment.isPaused)
        put(optional: adjustment.madeRoomFor) { $0.put($1) }
    }
}

extension FactUnpacker {
    mutating func adjustment() throws(PackingProblem) -> Adjustment {
        var adjustment = Adjustment(number: try count(), placement: try placement(), isPaused: try flag())
        adjustment.madeRoomFor = try optional { unpacker throws(PackingProblem) in try unpacker.task() }
        return adjustment
    }
}
