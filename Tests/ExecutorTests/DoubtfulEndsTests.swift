import Executor
import Model
import Testing

private func end(_ attempt: Int, _ outcome: Outcome) -> Fact {
    .attemptEnded(AttemptEnd(attempt: AttemptIdentifier(attempt), startedAt: .zero, endedAt: .zero, outcome: outcome))
}

@Test(
    "an end by SIGTERM or SIGKILL waits a second with all that follows it; without an order it is what it was",
    arguments: [15, 9])
func ownEndsAreToldLater(signal: Int) {
    var ends = DoubtfulEnds()
    let facts = [end(1, .succeeded), end(2, .signalled(signal)), end(3, .succeeded)]

    let first = ends.pass(facts, at: .zero)
    let held = ends.attempts
    let second = ends.pass([end(4, .exited(code: 1))], at: Instant(nanoseconds: 1))
    let third = ends.pass([], at: Instant(nanoseconds: 1_000_000_000))

    #expect(first == [facts[0]])
    #expect(held == [AttemptIdentifier(2), AttemptIdentifier(3)])
    #expect(second.isEmpty)
    #expect(third == [facts[1], facts[2], end(4, .exited(code: 1))])
    #expect(ends.isEmpty)
}

@Test("an order to end what just ended by SIGTERM says what it counts as, and ends the wait; a success stays one")
func ordersSettleEnds() {
    var ends = DoubtfulEnds()
    _ = ends.pass([end(1, .signalled(15)), end(2, .exited(code: 143)), end(3, .succeeded)], at: .zero)

    let wereHeld = (1...4).map { ends.settle(AttemptIdentifier($0), as: .interrupted) }
    let told = ends.pass([], at: Instant(nanoseconds: 1))

    #expect(wereHeld == [true, true, true, false])
    #expect(told == [end(1, .interrupted), end(2, .interrupted), end(3, .succeeded)])
}
