import Glibc
import Posix

/// Waits until something is so, and answers whether it came to be.
///
/// - Parameter seconds: the bound; generous, since it is reached only where something is broken or starved.
/// - Parameter milliseconds: between two looks; long where a look costs much.
func wait(seconds: Int64 = 300, every milliseconds: UInt32 = 5, until isSo: () -> Bool) -> Bool {
    let bound = Clock.monotonicNanoseconds() + seconds * 1_000_000_000
    while !isSo() {
        if Clock.monotonicNanoseconds() > bound { return isSo() }
        usleep(milliseconds * 1000)
    }
    return true
}
