import Model
import Testing
import Wire

/// What an executor takes the service's time to be.
@Suite struct ClockEstimateTests {
    private func instant(_ nanoseconds: Int64) -> Instant { Instant(nanoseconds: nanoseconds) }

    /// The service's clock is 1,000 ahead; a question takes so long there, and its answer so long back.
    private func greet(_ clock: inout ClockEstimate, at moment: Int64, there: Int64, back: Int64, ahead: Int64 = 1000) {
        clock.take(instant(moment + there + ahead), askedAt: moment, heardAt: moment + there + back)
    }

    @Test("the fastest answer decides, whichever comes first")
    func fastest() {
        var clock = ClockEstimate()
        greet(&clock, at: 0, there: 30, back: 40)
        #expect(clock.offset.nanoseconds == 960)
        greet(&clock, at: 500, there: 80, back: 3)
        #expect(clock.offset.nanoseconds == 997)
        greet(&clock, at: 900, there: 1, back: 200)
        #expect(clock.offset.nanoseconds == 997)
    }

    @Test("nothing that follows from a hand-over is told to be before it")
    func causes() {
        var clock = ClockEstimate()
        greet(&clock, at: 0, there: 30, back: 40)

        clock.take(sentAt: instant(1000 + 200), heardAt: 205)
        #expect(205 + clock.offset.nanoseconds >= 1200)
        // One that was said again long after tells nothing.
        clock.take(sentAt: instant(1000 + 200), heardAt: 5000)
        #expect(clock.offset.nanoseconds == 995)
    }

    @Test("a clock that was set is followed, forward and back", arguments: [-50_000, 50_000])
    func setClock(by difference: Int64) {
        var clock = ClockEstimate()
        greet(&clock, at: 0, there: 3, back: 4)

        greet(&clock, at: 100, there: 30, back: 40, ahead: 1000 + difference)

        #expect(clock.offset.nanoseconds == 960 + difference)
    }
}
