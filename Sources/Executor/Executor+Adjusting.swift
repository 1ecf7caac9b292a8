internal import Launch
internal import Model
internal import Posix

/// What runs is paused, moved and resized, and what came of it is told.
extension Executor {
    func adjust(_ attempt: AttemptIdentifier, _ adjustment: Adjustment) {
        guard lanes.lane(of: attempt) != nil else { return }
        let placed = PlacedNodes(adjustment.placement, of: nodes)
        switch adjustments.ask(attempt, adjustment, placed) {
        case .nothing: return
        case .answer(let errorNumber):
            answer(attempt, number: adjustment.number, errorNumber: errorNumber, at: now)
        case .move(let what):
            used?.ask(attempt, what.processors)
            // What was put off before is not wanted any more.
            _ = saving.take(attempt)
            let move = SavingAttempts.Move(number: adjustment.number, move: what, width: placed.widthHere)
            let isLong = adjustment.isPaused && (adjustment.madeRoomFor == nil || !configuration.servesInTurn)
            guard isLong, saving.begin(attempt, move, within: configuration.savingLimit) else {
                return carryOut(move, of: attempt)
            }
        }
    }

    /// Asks those to save that may, and pauses those that have, or took too long.
    func takeSaving() {
        let answers = saving.answers()
        for answer in answers {
            if answer.isToBeAsked, (try? adjustments.askToSave(answer.attempt)) != nil {
                saving.expectSaved(answer.attempt, number: answer.number)
            } else if let move = saving.take(answer.attempt) {
                carryOut(move, of: answer.attempt)
            }
        }
        // What a full lane does not take goes with what is sent next.
        if !answers.isEmpty { _ = launcher.flush() }
    }

    private func carryOut(_ move: SavingAttempts.Move, of attempt: AttemptIdentifier) {
        guard let lane = lanes.lane(of: attempt) else { return }
        guard contained.contains(attempt) else {
            return launcher.adjust(
                attempt, on: lane, number: move.number, processors: move.move.processors, isPaused: move.move.isPaused)
        }
        do throws(SystemFailure) {
            try contained.adjust(attempt, number: move.number, move.move, width: move.width)
        } catch {
            adjusted(attempt, number: move.number, errorNumber: Int(error.errorNumber), at: now)
        }
    }

    /// What the engine did for containers the launcher does for the programs that stand for them: while one is paused,
    /// its time stands still too.
    func takeContained() {
        let answers = contained.adjusted()
        for answer in answers {
            guard answer.errorNumber == 0, let lane = lanes.lane(of: answer.attempt) else {
                adjusted(answer.attempt, number: answer.number, errorNumber: answer.errorNumber, at: now)
                continue
            }
            let move = answer.move
            launcher.adjust(
                answer.attempt, on: lane, number: answer.number, processors: move.processors, isPaused: move.isPaused)
        }
        if !answers.isEmpty { _ = launcher.flush() }
    }

    func adjusted(_ attempt: AttemptIdentifier, number: Int, errorNumber: Int, at: Instant) {
        guard adjustments.take(attempt, number: number, errorNumber: errorNumber) else { return }
        answer(attempt, number: number, errorNumber: errorNumber, at: at)
    }

    private func answer(_ attempt: AttemptIdentifier, number: Int, errorNumber: Int, at: Instant) {
        used?.answer(attempt, isDone: errorNumber == 0)
        let fact: Fact =
            errorNumber == 0
            ? .attemptAdjusted(attempt, number: number, at: at)
            : .adjustmentFailed(attempt, number: number, errorNumber: errorNumber, at: at)
        adjusted.append((attempt, fact))
    }
}
