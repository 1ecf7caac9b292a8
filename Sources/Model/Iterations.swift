/// Over what a job repeats: nothing, a range, a list of values, or several of these combined.
///
/// - Shape: no column: one task. One column: a task for each of its values. Several: their product, the last column
///   changing fastest, or pairs of equal position.
public struct Iterations: Sendable, Hashable {
    public var columns: [Column]
    public var combination: Combination

    public struct Column: Sendable, Hashable {
        /// What `{name}` calls it; none when it has no name.
        public var name: String?
        public var values: Values

        public init(name: String? = nil, values: Values) {
            self.name = name
            self.values = values
        }
    }

    public enum Values: Sendable, Hashable {
        /// The numbers of a half-open range, one after another.
        case range(Range<Int>)
        case list(Texts)

        public var count: Int {
            switch self {
            case .range(let range): range.count
            case .list(let texts): texts.count
            }
        }
    }

    public enum Combination: UInt8, Sendable, Hashable { case product, pairs }

    public static let single = Iterations(columns: [])

    public init(columns: [Column], combination: Combination = .product) {
        self.columns = columns
        self.combination = combination
    }

    public init(range: Range<Int>) { self.init(columns: [Column(values: .range(range))]) }

    /// Whether the job was given iterations at all; a job over one value has, a plain job has not.
    public var isIterated: Bool { !columns.isEmpty }

    public var count: Int {
        switch combination {
        case .product: columns.reduce(1) { $0 * $1.values.count }
        case .pairs: columns.map(\.values.count).min() ?? 1
        }
    }

    /// The iteration numbers: a lone range keeps its own (`10..<14`), everything else counts from 0.
    public var indices: Range<Int> {
        if columns.count == 1, case .range(let range) = columns[0].values { return range }
        return 0..<count
    }

    /// The position of an iteration's value within a column.
    public func position(of iteration: Int, in column: Int) -> Int {
        let offset = iteration - indices.lowerBound
        guard combination == .product else { return offset }
        var rest = offset
        for later in columns[(column + 1)...] { rest /= later.values.count }
        return rest % columns[column].values.count
    }
}
