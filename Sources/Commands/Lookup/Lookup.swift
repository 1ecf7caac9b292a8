package import Dialects
internal import Model
internal import Posix
package import Service

/// The one rule for where a command looks.
///
/// - Order: `--service`; `--state`; `ROTA_STATE`; `.rota` here or above; the user's own service.
package struct Lookup {
    package enum Place {
        /// The runs of a state folder, which no service holds just now.
        case folder(RunShelf)
        case service(FoundService)
    }

    package struct FoundService {
        package var client: ServiceClient
        /// None when only its address is known.
        package var state: String?
        package var run: String?
        package var host: String
        /// The line that names it; none when it is this folder's own, which everybody expects.
        package var title: String?
    }

    private let choice: RunChoice
    private let directory: String
    private let places: AccessPlaces
    private let connect: (AccessFile) throws -> any ServiceLink

    package init(
        _ choice: RunChoice, directory: String, places: AccessPlaces = AccessPlaces(),
        connect: @escaping (AccessFile) throws -> any ServiceLink = { try WebLink($0) }
    ) {
        self.choice = choice
        self.directory = directory
        self.places = places
        self.connect = connect
    }

    package func find() throws -> Place {
        if let named = choice.service { return .service(try service(places.named(named), isOwn: false)) }
        let shelf = RunShelf(statePath: choice.statePath, directory: directory)
        // A run that is asked for by its number lies in a folder.
        if case .number = choice.which { return .folder(shelf) }
        if choice.which == .all { return .folder(shelf) }
        if let access = try places.inFolder(shelf.path), let found = try? service(access, isOwn: true),
            (try? found.client.service()) != nil
        {
            return .service(found)
        }
        let isNamed = choice.statePath != nil || Environment.value(of: "ROTA_STATE").map { !$0.isEmpty } ?? false
        if isNamed || FileSystem.exists(shelf.path) { return .folder(shelf) }
        guard let access = try places.ofUser() else { return .folder(shelf) }
        return .service(try service(access, isOwn: false))
    }

    /// The service that a change is asked of.
    ///
    /// - Throws: a refusal when there is none.
    package func service() throws -> FoundService {
        switch try find() {
        case .service(let found): return found
        case .folder(let shelf):
            if let access = try places.inFolder(shelf.path) {
                // Tells what is wrong with it.
                let found = try service(access, isOwn: true)
                _ = try found.client.service()
                return found
            }
            // The folder's runs can only be looked at; the user's own service is the one that is meant.
            if choice.statePath == nil, let access = try places.ofUser() { return try service(access, isOwn: false) }
            throw Refusal.document(
                DocumentProblem(
                    document: shelf.path, problem: "has no service to ask",
                    remedy: "Start one with `rota serve`, or name one with --service."))
        }
    }

    private func service(_ access: AccessFile, isOwn: Bool) throws -> FoundService {
        let isLocal = ["http://127.", "http://[::1]", "http://localhost"].contains { access.http.hasPrefix($0) }
        if isLocal, !access.host.isEmpty, access.host != Machine.hostName() {
            throw ParsedArguments.refusal(
                of: "the service on \(ShownText.harmless(access.host))", "listens for its own machine only",
                "Go there, or start it with `rota serve --address`.")
        }
        let host = access.host.isEmpty ? "" : " on \(access.host)"
        let state = access.state.isEmpty ? "" : ", state in \(access.state)"
        return FoundService(
            client: ServiceClient(try connect(access)), state: access.state.isEmpty ? nil : access.state,
            run: access.run.isEmpty ? nil : access.run, host: access.host,
            title: isOwn ? nil : ShownText.harmless("Service \(access.http)\(host)\(state)"))
    }
}
