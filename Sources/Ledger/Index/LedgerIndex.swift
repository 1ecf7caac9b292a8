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

    /// Keeps whatever a reader worked out from the facts before `sequence`.
    package func setSummary(_ content: [UInt8], of run: Int, token: UInt64, before sequence: Int) {
        change { database throws(DatabaseFailure) in
            var packer = FactPacker()
            packer.put(unsigned: token)
            packer.put(count: sequence)
            try database.set(packer.bytes + content, DatabaseKey(run: run, kind: .summary))
        }
    }

    package func summary(of run: Int, token: UInt64) -> (content: [UInt8], before: Int)? {
        answer { database throws(DatabaseFailure) in
            guard let packed = try database.content(DatabaseKey(run: run, kind: .summary)) else { return nil }
            do throws(PackingProblem) {
                var unpacker = FactUnpacker(packed)
                guard try unpacker.unsigned() == token else { return nil }
                let sequence = try unpacker.count()
                return (Array(packed[unpacker.position...]), sequence)
            } catch {
                throw .damaged
            }
        }
    }

    /// Reads a run's whole record and notes where the facts about each of its tasks lie.
    package func rebuild(_ folder: RunFolder) throws(ReadingProblem) {
        let size = try inSystem { () throws(SystemFailure) in try folder.size() }
        let reader = folder.reader()
        var index = PageIndex()
        while let frame = try reader.next() { index.add(frame) }
        guard let token = reader.token else { return }
        let record = IndexedPages.Record(token: token, bytes: size.bytes, segments: size.segments)
        let packed = IndexedPages.packed(index.pages, of: record)
        let highest = reader.nextSequence - 1
        change { database throws(DatabaseFailure) in
            try Self.note(folder.number, token, highest, database)
            try database.set(packed, DatabaseKey(run: folder.number, kind: .pages))
        }
    }

    /// Where all facts about a task lie, in the record's order; none when the index does not cover the whole record, as
    /// while the run is going.
    package func places(of task: TaskIdentifier, in folder: RunFolder, token: UInt64) -> [SegmentPlace]? {
        guard let size = try? folder.size() else { return nil }
        let record = IndexedPages.Record(token: token, bytes: size.bytes, segments: size.segments)
        return answer { database throws(DatabaseFailure) in
            guard let packed = try database.content(DatabaseKey(run: folder.number, kind: .pages)) else { return nil }
            do throws(PackingProblem) {
                return try IndexedPages.places(of: task, in: record, packed: packed)
            } catch {
                throw .damaged
            }
        }
    }

    /// Drops all about a run, as when its folder is removed.
    package func forget(_ run: Int) {
        change { database throws(DatabaseFailure) in try database.removeAll(of: run) }
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
