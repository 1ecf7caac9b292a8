/// A text with holes that are filled when an attempt starts.
///
/// Dialects turn their own spellings (`${it}`, `{/.}`) into pieces when they read a job, so that a spelling has a
/// meaning in one place only and nothing is parsed again for each task.
public struct Template: Sendable, Hashable {
    public var pieces: [Piece]

    public enum Piece: Sendable, Hashable {
        case text(String)
        case hole(Hole)
    }

    public enum Hole: Sendable, Hashable {
        /// The iteration's number; nothing for a job without iterations.
        case iteration
        /// The position among the job's iterations, from 1.
        case sequence
        /// All values of the iteration, joined by a space.
        case value(Form)
        /// The value of one column, by its position.
        case column(Int, Form)
        /// How many cores, or nodes, the attempt was given.
        case coreCount
        case nodeCount
        /// The names of the attempt's nodes, joined by commas.
        case nodeList
        /// The folder the run was started in.
        case rootDirectory
    }

    /// What of a value is taken, as GNU parallel names it.
    public enum Form: UInt8, Sendable, Hashable {
        /// `{}`
        case whole
        /// `{.}`
        case withoutExtension
        /// `{/}`
        case baseName
        /// `{//}`
        case directory
        /// `{/.}`
        case baseNameWithoutExtension
    }

    public init(pieces: [Piece]) { self.pieces = pieces }
    public init(_ text: String) { pieces = text.isEmpty ? [] : [.text(text)] }

    /// The text, when there is no hole in it.
    public var constant: String? {
        switch pieces.count {
        case 0: return ""
        case 1:
            if case .text(let text) = pieces[0] { return text }
            return nil
        default: return nil
        }
    }
}

extension Template: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text) }
}
