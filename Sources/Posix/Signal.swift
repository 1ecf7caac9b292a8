internal import Glibc

/// The signals this program speaks of.
package enum Signal: Int32, Sendable, Hashable, CaseIterable {
    case hangUp = 1
    case interrupt = 2
    case kill = 9
    /// For whatever a program and whoever starts it agree on.
    case user1 = 10
    case pipe = 13
    case terminate = 15
    case child = 17
    case resume = 18
    case stop = 19
    /// Ctrl-Z.
    case suspend = 20

    /// Ignored by this process and by those it starts.
    package func ignore() { _ = signal(rawValue, SIG_IGN) }

    /// `SIGSEGV` for 11; `signal 64` for those without a name.
    package static func name(of number: Int) -> String {
        let names = [
            1: "HUP", 2: "INT", 3: "QUIT", 4: "ILL", 5: "TRAP", 6: "ABRT", 7: "BUS", 8: "FPE", 9: "KILL", 10: "USR1",
            11: "SEGV", 12: "USR2", 13: "PIPE", 14: "ALRM", 15: "TERM", 16: "STKFLT", 17: "CHLD", 18: "CONT",
            19: "STOP", 20: "TSTP", 21: "TTIN", 22: "TTOU", 23: "URG", 24: "XCPU", 25: "XFSZ", 26: "VTALRM",
            27: "PROF", 28: "WINCH", 29: "IO", 30: "PWR", 31: "SYS",
        ]
        return names[number].map { "SIG\($0)" } ?? "signal \(number)"
    }
}
