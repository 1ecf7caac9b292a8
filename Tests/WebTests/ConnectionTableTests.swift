import Testing

@testable import Web

@Suite("who must make room")
struct ConnectionTableTests {
    @Test("when full, the connection that was idle longest goes, and no busy one")
    func oldestIdle() {
        var table = ConnectionTable(limit: 3, limitPerPeer: 3)
        let first = table.open("a", descriptor: 11)
        let second = table.open("b", descriptor: 12)
        let third = table.open("c", descriptor: 13)
        table.beginRequest(first.number)
        table.beginRequest(second.number)
        table.endRequest(second.number)

        #expect([first, second, third].allSatisfy { $0.turnedOut == nil })
        #expect(table.open("d", descriptor: 14).turnedOut == 13)
        #expect(table.open("e", descriptor: 15).turnedOut == 12)
    }

    @Test("when one peer has too many, one of its own goes")
    func ownFault() {
        var table = ConnectionTable(limit: 10, limitPerPeer: 2)
        _ = table.open("other", descriptor: 11)
        _ = table.open("greedy", descriptor: 12)
        _ = table.open("greedy", descriptor: 13)

        #expect(table.open("greedy", descriptor: 14).turnedOut == 12)
    }

    @Test("when all are busy, a further one is surplus until too many of those are there")
    func surplus() {
        var table = ConnectionTable(limit: 1, limitPerPeer: 1)
        let first = table.open("a", descriptor: 11)
        table.beginRequest(first.number)

        let second = table.open("b", descriptor: 12)
        #expect(second.turnedOut == nil && table.isSurplus(second.number) && !table.isSurplus(first.number))
        for number in 0..<WebLimits.surplus - 1 {
            #expect(table.accepts("c"))
            let other = table.open("\(number)", descriptor: 20)
            table.beginRequest(other.number)
        }
        #expect(!table.accepts("c"))

        table.close(first.number)
        #expect(table.accepts("c"))
    }

    @Test("connections take at most half of the descriptors there are", arguments: [256, 1024, 4096, 1_000_000])
    func descriptors(limit: Int) {
        let fitting = WebLimits().fitting(descriptors: limit)

        #expect(fitting.connections + WebLimits.surplus <= max(limit / 2, WebLimits.surplus + 8))
        #expect(fitting.connections <= WebLimits().connections)
        #expect(fitting.connectionsPerPeer <= fitting.connections)
    }
}
