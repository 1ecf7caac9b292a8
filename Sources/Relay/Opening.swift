/// The first bytes that somebody sends, as long as they may become a conversation that nobody on the way can read.
///
/// - Source: ZMTP 3.0, section "Connection setup": a signature of ten bytes (0xFF … 0x7F), two of version, and twenty
///   of the mechanism's name; TLS, RFC 8446 section 5.1: a record of type 22 and major version 3.
struct Opening {
    private var position = 0
    private var isTLS = false

    private static let mechanism = Array("CURVE".utf8) + [UInt8](repeating: 0, count: 15)

    /// Takes what came; false: it is neither CURVE nor TLS.
    ///
    /// What may still become either passes, since each end waits for the other's beginning.
    mutating func take(_ bytes: ArraySlice<UInt8>) -> Bool {
        for byte in bytes {
            // 32: as far as the mechanism's name.
            guard position < 32 else { return true }
            guard allows(byte) else { return false }
            position += 1
        }
        return true
    }

    private mutating func allows(_ byte: UInt8) -> Bool {
        if position == 0 {
            isTLS = byte == 22
            return isTLS || byte == 0xFF
        }
        if isTLS { return position != 1 || byte == 3 }
        switch position {
        case 9: return byte == 0x7F
        case 10: return byte >= 3
        case 12...31: return byte == Self.mechanism[position - 12]
        default: return true
        }
    }
}
