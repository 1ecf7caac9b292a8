internal import CSQLite

/// What SQLite answered instead of doing what it was asked.
struct DatabaseFailure: Error, Hashable {
    /// SQLite's result code.
    var code: Int32
    var call: String

    /// Whether the file itself is to blame: everything the surroundings can't explain. A changed byte may as well show
    /// as a missing table or as a file that claims to be read-only.
    var isDamage: Bool { !Self.surroundings.contains(code & 0xff) }

    private static let surroundings = [
        SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL, SQLITE_IOERR, SQLITE_NOMEM, SQLITE_CANTOPEN, SQLITE_PERM,
    ]

    static let damaged = DatabaseFailure(code: SQLITE_CORRUPT, call: "read")
}
