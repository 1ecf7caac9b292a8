import Testing

@testable import Web

@Suite("how often a peer may ask")
struct RequestRatesTests {
    @Test("a second's worth may come in one go, then one at a time")
    func burst() {
        var rates = RequestRates(perSecond: 4)

        let moments: [Int64] = [0, 0, 0, 0, 0, 249_999_999, 250_000_000, 250_000_001]
        let admitted = moments.map { rates.admits("a", at: $0) }

        #expect(admitted == [true, true, true, true, false, false, true, false])
    }

    @Test("one peer's haste is not another's, and rest is rewarded in full but not more")
    func apart() {
        var rates = RequestRates(perSecond: 2)

        let first = (0..<3).map { _ in rates.admits("a", at: 0) }
        let other = rates.admits("b", at: 0)
        let afterRest = (0..<3).map { _ in rates.admits("a", at: 1_000_000_000_000) }

        #expect(first == [true, true, false] && other && afterRest == first)
    }

    @Test("peers beyond the table's size wait until somebody is forgotten")
    func size() {
        var rates = RequestRates(perSecond: 1)

        let many = (0..<4096).map { rates.admits("\($0)", at: 0) }
        let atOnce = rates.admits("new", at: 1)
        let later = rates.admits("new", at: 2_000_000_000)

        #expect(!many.contains(false) && !atOnce && later)
    }
}
