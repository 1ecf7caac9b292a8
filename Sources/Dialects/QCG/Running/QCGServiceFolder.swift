/// The names and small files of the stable service's auxiliary folder, and of the global queue's address.
package enum QCGServiceFolder {
    static let prefix = ".qcgpjm-service-"

    package static let address = "address"
    package static let environment = "env.log"
    package static let finalStatus = "final_status.json"
    package static let log = "service.log"
    package static let report = "jobs.report"
    package static let requests = "track.reqs"
    package static let states = "track.states"
    /// Where the global queue's service writes its address for clients and executors in the same folder.
    package static let globalQueueAddress = "iq.last_service_address"

    /// `host.1234`: what a service calls itself when nobody named it.
    ///
    /// - Parameter number: drawn at random; only its last four digits count.
    package static func instance(host: String, number: UInt64) -> String { "\(host).\(number % 10_000)" }

    package static func name(ofInstance instance: String) -> String { prefix + instance }

    package static func isName(_ name: String) -> Bool { name.hasPrefix(prefix) && name != prefix }

    /// `NAME=value` lines, in the order given.
    package static func environmentText(_ variables: [(name: String, value: String)]) -> String {
        variables.map { "\($0.name)=\($0.value)\n" }.joined()
    }

    /// An address file has no line end when the services write it, and perhaps one when a person did.
    package static func address(in text: String) -> String {
        String(text.prefix { !$0.isNewline }).split(separator: " ").first.map(String.init) ?? ""
    }
}
