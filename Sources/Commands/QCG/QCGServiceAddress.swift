internal import Dialects
internal import Model
internal import Posix

/// Where the global queue's service is, as its users say it: by its address, or by the file that it left in the folder.
struct QCGServiceAddress {
    /// `tcp://10.0.0.5:7040`
    var address: String
    /// The access file beside the address file, when it is about the same service.
    var access: AccessFile?
    var accessPath: String

    /// The name of the access file, beside `iq.last_service_address`.
    static let accessName = "iq.last_service_access"

    /// - Parameter given: what the caller named; none: the file of this folder says it.
    init(given: String?, program: String) throws {
        let directory = try FileSystem.currentDirectory()
        let path = directory + "/" + QCGServiceFolder.globalQueueAddress
        if let given {
            address = given.contains("://") ? given : "tcp://\(given)"
        } else {
            guard let content = try? FileSystem.content(of: path) else {
                throw Refusal.document(
                    DocumentProblem(
                        document: program, problem: "finds no address of a service: there is no \(path)",
                        remedy: "Start qcg-service in this folder, or name its address with -i."))
            }
            address = QCGServiceFolder.address(in: String(decoding: content, as: UTF8.self))
        }
        accessPath = directory + "/" + Self.accessName
        guard let bytes = try? FileSystem.content(of: accessPath) else { return }
        let found = try AccessFile(reading: bytes, document: accessPath)
        if [found.plain, found.zeromq].contains(address) { access = found }
    }
}
