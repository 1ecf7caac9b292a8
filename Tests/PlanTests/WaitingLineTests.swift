import Model
import Rehearsal
import Testing

@testable import Plan

@Suite("The waiting line") struct WaitingLineTests {
    private struct Member {
        var rank: Rank
        var needs: Needs
        var isSetAside = false
    }

    private func needs(cores: Int64, seconds: Int64 = 0) -> Needs {
        Needs(cores: cores * 1000, memory: 0, gpus: 0, time: seconds)
    }

    private func rank(_ standing: Int, _ job: Int) -> Rank { Rank(standing: standing, task: Samples.task(job)) }

    @Test("whatever comes, goes, moves and is set aside, the first who may do is found", arguments: 0..<20)
    func anything(seed: Int) {
        var numbers = SeededNumbers(seed: UInt64(seed))
        var line = WaitingLine()
        var plain: [Int: Member] = [:]

        for _ in 0..<400 {
            let index = Int.random(in: 0..<60, using: &numbers)
            switch Int.random(in: 0..<4, using: &numbers) {
            case 0:
                line.update(index, rank: nil, needs: .nothing)
                plain[index] = nil
            case 1:
                let isSetAside = Bool.random(using: &numbers)
                line.setAside(index, isSetAside)
                plain[index]?.isSetAside = isSetAside
            default:
                let rank = rank(Int.random(in: -3...3, using: &numbers), index)
                let needs =
                    plain[index]?.needs
                    ?? needs(
                        cores: Int64.random(in: 1...9, using: &numbers),
                        seconds: Int64.random(in: 1...9, using: &numbers))
                line.update(index, rank: rank, needs: needs)
                plain[index] = Member(rank: rank, needs: needs, isSetAside: plain[index]?.isSetAside ?? false)
            }
            let inOrder = plain.sorted { $0.value.rank < $1.value.rank }
            #expect(line.members == inOrder.map(\.key))
            let room = needs(
                cores: Int64.random(in: 0...9, using: &numbers), seconds: Int64.random(in: 0...9, using: &numbers))
            let behind = rank(Int.random(in: -3...3, using: &numbers), 30)
            func suffices(_ needs: Needs) -> Bool { needs.cores <= room.cores && needs.time <= room.time }
            let able = inOrder.filter { behind < $0.value.rank && suffices($0.value.needs) }
            #expect(line.first(behind: behind, where: suffices) == able.first?.key, "seed \(seed)")
            let open = able.first { !$0.value.isSetAside }?.key
            #expect(line.first(behind: behind, of: .open, where: suffices) == open, "seed \(seed)")
            let setAside = able.first { $0.value.isSetAside }?.key
            #expect(line.first(behind: behind, of: .setAside, where: suffices) == setAside, "seed \(seed)")
        }
    }

    @Test("how a line came about makes no difference to what it is")
    func equality() {
        var one = WaitingLine()
        var other = WaitingLine()

        for index in 0..<50 { one.update(index, rank: rank(0, index), needs: needs(cores: 1)) }
        for index in (0..<50).reversed() { other.update(index, rank: rank(index, index), needs: needs(cores: 1)) }
        #expect(one != other)
        for index in 0..<50 { other.update(index, rank: rank(0, index), needs: needs(cores: 1)) }

        #expect(one == other)
    }
}
