package import Model
internal import Posix
internal import Wire

/// Answers about records without reading them whole; never the truth.
///
/// Whatever goes wrong with its file, no question fails: the answer is none, and the asker reads the record. A damaged
/// file is deleted and begun anew.
package final class LedgerIndex {
    private let path: String
    private var database: Database?

    package init(_ state: StateFolder) {
        path = "\(state.path)/index.sqlite"
        database = opened()
    }

    /// Remembers how far a run's record was seen to reach, so that a cut tail can be told.
    package func note(_ run: Int, token: UInt64, sequence: Int) {
        change { database throws(DatabaseFailure) in try Self.note(run, token, sequence, database) }
    }

    private static func note(
        _ run: Int, _ token: UInt64, _ sequence: Int, _ database: Database
    ) throws(DatabaseFailure) {
        let known = try state(of: run, token, database)?.highestSequence ?? -1
        guard sequence > known else { return }
        let state = IndexedState(token: token, highestSequence: sequence)
        try database.set(state.packed, DatabaseKey(run: run, kind: .state))
    }

    /// The highest sequence number that was ever noted of the run.
    package func highestSequence(of run: Int, token: UInt64) -> Int? {
        answer { database throws(DatabaseFailure) in try Self.state(of: run, token, database)?.highestSequence }
    }

    /// Where all facts about some tasks lie, and those about the run itself: how it went, its nodes and jobs.
    ///
    /// - Parameter tasks: none: only what is about the run itself.
    /// - Returns: in the record's order; none when the record can't be indexed, as while it grows.
    /// - Cost: some milliseconds; the first time, and after the record has changed, a reading of the whole record.
    package func places(of tasks: TaskRange?, in folder: RunFolder) throws(ReadingProblem) -> [SegmentPlace]? {
        guard let record = try IndexedPages.Record(of: folder) else { return nil }
        let key = DatabaseKey(run: folder.number, kind: .pages)
        let known: [SegmentPlace]? = answer { database throws(DatabaseFailure) in
            guard let packed = try database.content(key) else { return nil }
            do throws(PackingProblem) { return try IndexedPages.places(of: tasks, in: record, packed: packed) } catch {
                throw .damaged
            }
        }
        if let known { return known }
        guard let packed = try indexed(folder, record) else { return nil }
        change { database throws(DatabaseFailure) in try database.set(packed, key) }
        // Not from the database, which may be one that nobody can write.
        return try? IndexedPages.places(of: tasks, in: record, packed: packed)
    }

    /// Reads the whole record; none when it is another one at the end of it.
    private func indexed(_ folder: RunFolder, _ record: IndexedPages.Record) throws(ReadingProblem) -> [UInt8]? {
        let reader = folder.reader()
        var index = PageIndex()
        while let frame = try reader.next() { index.add(frame) }
        index.finish()
        guard try IndexedPages.Record(of: folder) == record else { return nil }
        return IndexedPages.packed(index.pages, of: record)
    }

    private static func state(
        of run: Int, _ token: UInt64, _ database: Database
    ) throws(DatabaseFailure) -> IndexedState? {
        guard let packed = try database.content(DatabaseKey(run: run, kind: .state)) else { return nil }
        do throws(PackingProblem) {
            let state = try IndexedState(packed: packed)
            return state.token == token ? state : nil
        } catch {
            throw .damaged
        }
    }

    private func change(_ body: (Database) throws(DatabaseFailure) -> Void) {
        _ = answer { database throws(DatabaseFailure) in
            try database.transaction { () throws(DatabaseFailure) in try body(database) }
            return true
        }
    }

    private func answer<Answer>(_ body: (Database) throws(DatabaseFailure) -> Answer?) -> Answer? {
        do throws(DatabaseFailure) { return try database.flatMap(body) } catch {
            guard error.isDamage else { return nil }
            startAnew()
            // Once more on the empty file; what fails there too is left.
            do throws(DatabaseFailure) { return try database.flatMap(body) } catch { return nil }
        }
    }

    private func startAnew() {
        database = nil
        for name in [path, "\(path)-journal"] {
            do throws(SystemFailure) { try FileSystem.remove(name) } catch { continue }
        }
        database = try? Database(path: path)
    }

    private func opened() -> Database? {
        do throws(DatabaseFailure) { return try Database(path: path) } catch {
            if error.isDamage { startAnew() }
            return database
        }
    }
}
