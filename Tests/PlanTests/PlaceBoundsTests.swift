import Model
import Rehearsal
import Testing

@testable import Plan

@Suite("Before when no place is left")
struct PlaceBoundsTests {
    private struct Found {
        var cores: Int64
        var duration: Duration
        var at: Instant
    }

    private func kind(memory: Int64 = 0) -> PlaceBounds.Kind {
        PlaceBounds.Kind(memory: memory, gpus: 0, nodes: 1, takesWholeNode: false, needed: nil)
    }

    @Test("it is the latest that was found for as much or less", arguments: 0..<50)
    func latest(seed: Int) {
        var numbers = SeededNumbers(seed: UInt64(seed))
        var bounds = PlaceBounds()
        var found: [Found] = []
        for _ in 0..<60 {
            let (cores, duration) = (
                Int64.random(in: 1...9, using: &numbers), Int64.random(in: 1...20, using: &numbers)
            )
            let asked = Duration.seconds(duration)
            let known = found.filter { $0.cores <= cores && $0.duration <= asked }.map(\.at).max()

            let kind = bounds.number(of: kind())
            #expect(bounds.bound(of: kind, cores: cores, for: asked) == known)

            let at = Instant(nanoseconds: Int64.random(in: 0...1000, using: &numbers))
            bounds.note(at, of: kind, cores: cores, for: asked)
            found.append(Found(cores: cores, duration: asked, at: at))
        }
    }

    @Test("who asks for other memory is another kind")
    func kinds() {
        var bounds = PlaceBounds()
        let (one, other) = (bounds.number(of: kind()), bounds.number(of: kind(memory: 1)))
        bounds.note(Instant(nanoseconds: 5), of: one, cores: 1, for: .seconds(1))

        #expect(bounds.bound(of: other, cores: 1, for: .seconds(1)) == nil)
        #expect(bounds.bound(of: bounds.number(of: kind()), cores: 1, for: .seconds(1)) == Instant(nanoseconds: 5))
    }
}
