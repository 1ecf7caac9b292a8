package import Model

/// What of a container is written as users of engines write it.
package enum ContainerTexts {
    /// `debian:12`; only what no engine could take is refused.
    package static func image(_ text: String) throws(ReadingProblem) -> String {
        guard !text.isEmpty, !text.hasPrefix("-"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw ReadingProblem("\"\(text)\" is no image's name", "Write it as the engine knows it: debian:12.")
        }
        return text
    }

    /// `/data:/inside`, with `:ro` for reading only.
    package static func volume(_ text: String) throws(ReadingProblem) -> Container.Volume {
        var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let isReadOnly = parts.count == 3 && parts[2] == "ro"
        if isReadOnly || parts.count == 3 && parts[2] == "rw" { parts.removeLast() }
        guard parts.count == 2, parts.allSatisfy({ $0.hasPrefix("/") }) else {
            throw ReadingProblem(
                "\"\(text)\" is no volume", "Write two absolute paths: /outside:/inside, or /outside:/inside:ro.")
        }
        return Container.Volume(outside: parts[0], inside: parts[1], isReadOnly: isReadOnly)
    }

    /// `8787`, `8787:80`, `0.0.0.0:8787:80`: outside first; on loopback unless an address is said.
    package static func port(_ text: String) throws(ReadingProblem) -> Container.Port {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let numbers = parts.suffix(2).compactMap { Int($0) }.filter { (1...65535).contains($0) }
        let isAddressed = parts.count == 3 && !parts[0].isEmpty
        guard numbers.count == min(parts.count, 2), (1...2).contains(parts.count) || isAddressed,
            let outside = numbers.first, let inside = numbers.last
        else {
            throw ReadingProblem("\"\(text)\" is no port", "Write OUTSIDE:INSIDE, each from 1 to 65535: 8787:80.")
        }
        guard isAddressed else { return Container.Port(outside: outside, inside: inside) }
        return Container.Port(address: parts[0], outside: outside, inside: inside)
    }
}
