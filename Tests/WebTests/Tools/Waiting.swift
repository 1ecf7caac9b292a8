import Glibc
import Posix
import Synchronization

/// Waits until something is so, for a minute at most, and answers whether it came to be.
func wait(until isSo: () -> Bool) -> Bool {
    let bound = Clock.monotonicNanoseconds() + 60_000_000_000
    while !isSo() {
        if Clock.monotonicNanoseconds() > bound { return isSo() }
        usleep(2000)
    }
    return true
}

/// A value that several threads look at and change.
final class Shared<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    init(_ value: Value) { state = Mutex(value) }

    var value: Value { state.withLock { $0 } }

    func change(_ act: (inout Value) -> Void) { state.withLock { act(&$0) } }
}
