import Dialects
import Model
import Posix
import Synchronization
import Web

@testable import Service

/// A service in a thread of this process, on free ports and without executors.
final class ServedService {
    let access: AccessFile
    private let thread: Posix.Thread
    private let failure: Shared<String>
    private var isStopped = false

    /// - Parameter notes: hears what those who operate it are told.
    /// - Throws: what kept it from listening.
    init(
        in folder: String, state: String? = nil, keep: Duration? = nil,
        notes: @escaping @Sendable (ServiceNote) -> Void = { _ in }
    ) throws {
        var order = ServiceOrder(directory: folder, arguments: ["serve"], version: "0")
        order.statePath = state ?? folder + "/state"
        order.keep = keep
        order.httpPorts = [0]
        order.executorPorts = [0]
        let access = Shared<AccessFile?>(nil)
        let failure = Shared("")
        self.failure = failure
        thread = try Posix.Thread.start { [order] in
            do {
                _ = try ServiceSession(order).serve(
                    ready: { listening in access.change { $0 = listening } }, note: notes)
            } catch { failure.change { $0 = "\(error)" } }
        }
        _ = waits { access.value != nil || !failure.value.isEmpty }
        guard let listening = access.value else {
            thread.join()
            throw NotServed(reason: failure.value)
        }
        self.access = listening
    }

    deinit { try? stop() }

    struct NotServed: Error { let reason: String }

    func client(token: String? = nil) throws -> APIClient {
        try APIClient(WebClient(access.http, token: token ?? access.token))
    }

    /// Waits until it has ended by itself.
    func join() {
        guard !isStopped else { return }
        isStopped = true
        thread.join()
    }

    /// Asks it to end, and waits until it has.
    func stop() throws {
        guard !isStopped else { return }
        isStopped = true
        _ = try client().ask(.post, "v1/shutdown")
        thread.join()
        if !failure.value.isEmpty { throw NotServed(reason: failure.value) }
    }
}

/// A value that several threads look at.
final class Shared<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    init(_ value: Value) { state = Mutex(value) }

    var value: Value { state.withLock { $0 } }

    func change(_ act: (inout Value) -> Void) { state.withLock { act(&$0) } }
}

/// Whether something comes to be so within a minute.
func waits(until isSo: () throws -> Bool) rethrows -> Bool {
    let bound = Clock.monotonicNanoseconds() + 60_000_000_000
    while try !isSo() {
        if Clock.monotonicNanoseconds() > bound { return try isSo() }
        _ = try? Readiness.wait(for: [], nanoseconds: 2_000_000)
    }
    return true
}

/// Calls the body with a service in a folder of its own, and ends it.
func withService(_ body: (ServedService, APIClient) throws -> Void) throws {
    let folder = try FileSystem.makeTemporaryDirectory("rota-routes")
    defer { try? FileSystem.removeTree(folder) }
    let service = try ServedService(in: folder)
    try body(service, service.client())
    try service.stop()
}
