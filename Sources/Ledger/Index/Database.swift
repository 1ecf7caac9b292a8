// unsafeBitCast: SQLite's SQLITE_TRANSIENT is a cast of -1 to a function pointer, a macro that Swift does not import.

internal import CSQLite
internal import Posix

/// A few values for each run, in an SQLite file.
///
/// - Shape: one table; each value ends with its CRC-32C, since SQLite does not notice damage to what stands in its
///   rows. What must be read together is one value, since a damaged tree can also hide rows.
@safe final class Database {
    private var connection: OpaquePointer?

    init(path: String) throws(DatabaseFailure) {
        // 0600 from the start; SQLite would use what the umask leaves.
        do throws(SystemFailure) { try FileDescriptor.open(path, .update, mode: 0o600).close() } catch {
            throw DatabaseFailure(code: SQLITE_CANTOPEN, call: "open")
        }
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        unsafe connection = opened
        guard code == SQLITE_OK else { throw DatabaseFailure(code: code, call: "open") }
        // 2 s: another process's transaction lasts some milliseconds.
        unsafe sqlite3_busy_timeout(connection, 2000)
        // No write-ahead log: it needs shared memory, which network file systems lack.
        try execute("PRAGMA journal_mode=TRUNCATE")
        // An empty database has nothing to lose, and three waits for the disk are half of what a first note takes.
        try execute("PRAGMA synchronous=OFF")
        try execute(
            """
            CREATE TABLE IF NOT EXISTS entries (
                run INTEGER, kind INTEGER, content BLOB, PRIMARY KEY (run, kind)
            )
            """)
        try execute("PRAGMA synchronous=NORMAL")
    }

    deinit { unsafe sqlite3_close_v2(connection) }

    func execute(_ sql: String) throws(DatabaseFailure) {
        let code = unsafe sqlite3_exec(connection, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw DatabaseFailure(code: code, call: sql) }
    }

    /// All of it or nothing.
    func transaction(_ body: () throws(DatabaseFailure) -> Void) throws(DatabaseFailure) {
        try execute("BEGIN IMMEDIATE")
        do throws(DatabaseFailure) {
            try body()
            try execute("COMMIT")
        } catch {
            // When this fails too, SQLite has rolled back already.
            do throws(DatabaseFailure) { try execute("ROLLBACK") } catch {}
            throw error
        }
    }

    /// - Throws: also when it can't be found again afterwards, as in a damaged tree.
    func set(_ content: [UInt8], _ key: DatabaseKey) throws(DatabaseFailure) {
        try insert(content, key)
        guard try self.content(key) == content else { throw .damaged }
    }

    private func insert(_ content: [UInt8], _ key: DatabaseKey) throws(DatabaseFailure) {
        let statement = unsafe try prepared("INSERT OR REPLACE INTO entries VALUES (?1, ?2, ?3)", key)
        defer { unsafe sqlite3_finalize(statement) }
        var sealed = content
        sealed.append(fixed: key.checksum(content))
        // -1 is SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
        let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let code = unsafe sealed.withUnsafeBytes { bytes in
            unsafe sqlite3_bind_blob(statement, 3, bytes.baseAddress, Int32(bytes.count), transient)
        }
        guard code == SQLITE_OK else { throw DatabaseFailure(code: code, call: "bind") }
        let result = unsafe sqlite3_step(statement)
        guard result == SQLITE_DONE else { throw DatabaseFailure(code: result, call: "insert") }
    }

    /// - Throws: also when the value is not what was set.
    func content(_ key: DatabaseKey) throws(DatabaseFailure) -> [UInt8]? {
        let statement = unsafe try prepared("SELECT content FROM entries WHERE run=?1 AND kind=?2", key)
        defer { unsafe sqlite3_finalize(statement) }
        let result = unsafe sqlite3_step(statement)
        if result == SQLITE_DONE { return nil }
        guard result == SQLITE_ROW else { throw DatabaseFailure(code: result, call: "select") }
        let count = Int(unsafe sqlite3_column_bytes(statement, 0))
        guard count >= 4, let start = unsafe sqlite3_column_blob(statement, 0) else { throw .damaged }
        let sealed = unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
        let content = Array(sealed.dropLast(4))
        guard sealed.fixed(UInt32.self, at: count - 4) == key.checksum(content) else { throw .damaged }
        return content
    }

    private func prepared(_ sql: String, _ key: DatabaseKey) throws(DatabaseFailure) -> OpaquePointer? {
        var statement: OpaquePointer?
        let code = unsafe sqlite3_prepare_v2(connection, sql, -1, &statement, nil)
        guard code == SQLITE_OK else { throw DatabaseFailure(code: code, call: sql) }
        unsafe sqlite3_bind_int64(statement, 1, Int64(key.run))
        unsafe sqlite3_bind_int64(statement, 2, Int64(key.kind.rawValue))
        return unsafe statement
    }
}
