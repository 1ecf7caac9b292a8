import Dialects
import Model
import Posix
import Service

/// What a command looks at: one run's record, or a service.
enum LookGround {
    case record(RunRecord)
    case service(Lookup.FoundService)

    /// Finds it by the one rule, and names it when it is not what everybody standing here expects.
    ///
    /// - Parameter isJSON: the name then goes to standard error.
    /// - Throws: a refusal when there is no such run.
    static func find(_ choice: RunChoice, isJSON: Bool, _ screen: Screen) throws -> LookGround {
        switch try Lookup(choice, directory: FileSystem.currentDirectory()).find() {
        case .service(let found):
            if let title = found.title { if isJSON { screen.tell(title) } else { screen.print(title) } }
            return .service(found)
        case .folder(let shelf): return .record(try record(choice, on: shelf))
        }
    }

    /// For completion: none when there is nothing, or nothing that answers within a second.
    static func quickly(_ choice: RunChoice, at now: Instant) throws -> (any ViewSource)? {
        let lookup = Lookup(choice, directory: try FileSystem.currentDirectory()) { try WebLink($0, isHasty: true) }
        switch try lookup.find() {
        case .service(let found): return ServiceSource(found.client)
        case .folder(let shelf): return try shelf.run(number(choice)).map { RecordSource($0, at: now) }
        }
    }

    var client: ServiceClient? {
        if case .service(let found) = self { return found.client }
        return nil
    }

    func source(at now: Instant) -> any ViewSource {
        switch self {
        case .record(let record): RecordSource(record, at: now)
        case .service(let found): ServiceSource(found.client)
        }
    }

    /// The record itself, for what only that holds.
    ///
    /// - Throws: a refusal when it lies on another machine.
    func record() throws -> RunRecord {
        switch self {
        case .record(let record): return record
        case .service(let found):
            if let state = found.state, found.host == Machine.hostName(), FileSystem.exists(state) {
                let number = found.run.flatMap { $0.split(separator: "/").last.flatMap { Int($0) } }
                if let record = try RunShelf(statePath: state, directory: "/").run(number) { return record }
            }
            let place = found.state.map { "\($0) on \(found.host)" } ?? "the service's state folder"
            throw ParsedArguments.refusal(
                of: "rota report", "needs the whole record, which can't be read from here",
                "Run it where that is: `rota report --state \(place)`.")
        }
    }

    private static func number(_ choice: RunChoice) -> Int? {
        if case .number(let number) = choice.which { return number }
        return nil
    }

    private static func record(_ choice: RunChoice, on shelf: RunShelf) throws -> RunRecord {
        if let record = try shelf.run(number(choice)) { return record }
        guard let number = number(choice) else {
            throw Refusal.document(
                DocumentProblem(
                    document: shelf.path, problem: "there is no run yet",
                    remedy: "Start one with `rota run`, or name another folder with --state."))
        }
        throw ParsedArguments.refusal(
            of: "--run", "is \(number), and \(shelf.path) has no such run", "See `rota list --run all`.")
    }
}
