package import Model

/// What attempts of one run use at this moment.
///
/// Attempts are found by the variable that names them, so anybody who may look at the processes can ask, also while
/// another process runs them.
package struct AttemptUsage: Sendable {
    private let roots: [Int: Int]
    private let kernel: KernelTree

    /// - Parameter token: the run's, the first half of each `ROTA_ATTEMPT`.
    /// - Cost: a file for each process of the machine.
    package init(token: UInt64, in kernel: KernelTree = .running) {
        self.kernel = kernel
        let mark = "ROTA_ATTEMPT=\(String(token, radix: 16))-"
        var roots: [Int: Int] = [:]
        for process in kernel.names(in: "/proc").compactMap({ Int($0) }).sorted() {
            guard let environment = kernel.text("/proc/\(process)/environ") else { continue }
            let variable = environment.split(separator: "\0").first { $0.hasPrefix(mark) }
            guard let attempt = variable.flatMap({ Int($0.dropFirst(mark.count)) }) else { continue }
            // The lowest number is the attempt's own process, as long as numbers have not begun anew since.
            roots[attempt] = roots[attempt] ?? process
        }
        self.roots = roots
    }

    /// None when the attempt does not run, or not where one may look.
    package func usage(of attempt: AttemptIdentifier) -> ProcessTreeUsage? {
        roots[attempt.number].flatMap { ProcessTreeUsage(root: $0, in: kernel) }
    }
}
