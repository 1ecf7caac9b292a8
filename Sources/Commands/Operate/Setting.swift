/// A value that an option has, and who said so.
package struct Setting: Sendable, Hashable {
    package var command: String
    package var option: String
    /// Several, for an option that repeats; none for a switch that is on.
    package var values: [String]
    package var source: Source

    package enum Source: Sendable, Hashable {
        case variable(String)
        case file(String)
    }
}

extension Setting.Source: CustomStringConvertible {
    package var description: String {
        switch self {
        case .variable(let name): name
        case .file(let path): path
        }
    }
}
