internal import Ledger

/// Tells whether a job file is still what it was.
package enum RunSourceChecksum {
    package static func of(_ bytes: [UInt8]) -> UInt32 { Checksum.of(bytes) }
}
