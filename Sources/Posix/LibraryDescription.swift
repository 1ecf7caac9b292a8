internal import CLinux

/// A C library as it is loaded here.
package struct LibraryDescription: Sendable, Hashable {
    package var version: String
    package var path: String

    /// How a library says its version.
    package enum VersionFunction: Sendable, Hashable {
        case text(String)
        /// Called with no least version.
        case check(String)
        case parts(String)
        case packed(String)
    }

    /// The loader could not load it, or it lacks the function: the loader's words.
    package struct Missing: Error, Sendable, Hashable {
        package var words: String
    }

    package static func of(
        _ name: String, version function: VersionFunction
    ) throws(Missing) -> LibraryDescription {
        let (symbol, way) =
            switch function {
            case .text(let symbol): (symbol, CLINUX_VERSION_TEXT)
            case .check(let symbol): (symbol, CLINUX_VERSION_CHECK)
            case .parts(let symbol): (symbol, CLINUX_VERSION_PARTS)
            case .packed(let symbol): (symbol, CLINUX_VERSION_PACKED)
            }
        // 2048: a version, and a path, which has 4096 at most and rarely 100.
        var text = [CChar](repeating: 0, count: 2048)
        let result = unsafe clinux_describe_library(name, symbol, Int32(way), &text, Int32(text.count))
        let words = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard result == 0 else { throw Missing(words: words) }
        let parts = words.split(separator: "\n", maxSplits: 1)
        return LibraryDescription(version: String(parts.first ?? ""), path: String(parts.last ?? ""))
    }
}
