internal import CLinux

/// Signals as something to read, so that a loop hears of them beside everything else.
///
/// Make it on the first thread before any other exists: the signals are blocked for threads made afterwards.
package struct SignalDescriptor: Sendable {
    package let descriptor: FileDescriptor

    package init(_ signals: [Signal]) throws(SystemFailure) {
        let numbers = signals.map { $0.rawValue }
        let number = try answered("signalfd", unsafe clinux_signal_descriptor(numbers, Int32(numbers.count)))
        descriptor = FileDescriptor(number: Int32(number))
    }

    /// None when none waits.
    package func next() throws(SystemFailure) -> Signal? {
        let number = try answered("read", clinux_next_signal(descriptor.number))
        return Signal(rawValue: Int32(number))
    }
}
