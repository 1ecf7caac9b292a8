import Glibc
import Posix

/// Waits until something is so, and answers whether it came to be.
///
/// - Parameter seconds: the bound; generous, since it is reached only where something is broken or starved.
func wait(seconds: Int64 = 180, until isSo: () -> Bool) -> Bool {
    let bound = Clock.monotonicNanoseconds() + seconds * 1_000_000_000
    while !isSo() {
        if Clock.monotonicNanoseconds() > bound { return isSo() }
        usleep(2000)
    }
    return true
}

/// Lets so much time pass; only to choose the moment of a blow, never to hope that something is ready.
func pause(microseconds: Int) {
    // usleep(3) need not take a second or more.
    var rest = microseconds
    while rest > 0 {
        usleep(UInt32(min(rest, 500_000)))
        rest -= 500_000
    }
}
