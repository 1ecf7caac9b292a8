import Model

/// Columns from several sources, brought into the one combination that a job's iterations have.
///
/// The columns of a table always go together, row by row. Where such a group must be combined with another source, the
/// product is written out into lists that go together; ranges and lists that stand alone stay as they are.
enum IterationGroups {
    static func combine(_ groups: [[Iterations.Column]], zip: Bool) throws(ReadingProblem) -> Iterations {
        let columns = groups.flatMap(\.self)
        try checkNames(columns)
        if zip {
            if let problem = IterationColumns.pairsProblem(columns) { throw problem }
            return Iterations(columns: columns, combination: .pairs)
        }
        if groups.count == 1, columns.count > 1 { return Iterations(columns: columns, combination: .pairs) }
        let product = Iterations(columns: groups.map { $0[0] })
        if let problem = IterationColumns.countProblem(product) { throw problem }
        return groups.allSatisfy { $0.count == 1 } ? product : try written(groups, count: product.count)
    }

    private static func checkNames(_ columns: [Iterations.Column]) throws(ReadingProblem) {
        for (place, column) in columns.enumerated() {
            guard let name = column.name, columns[..<place].contains(where: { $0.name == name }) else { continue }
            throw ReadingProblem("names two columns \"\(name)\"", "Rename one of the two.")
        }
    }

    private static func written(_ groups: [[Iterations.Column]], count: Int) throws(ReadingProblem) -> Iterations {
        var columns: [Iterations.Column] = []
        var inner = count
        for group in groups {
            let size = group[0].values.count
            inner /= size
            for column in group {
                columns.append(
                    .init(name: column.name, values: try repeated(column.values, inner: inner, count: count)))
            }
        }
        return Iterations(columns: columns, combination: .pairs)
    }

    /// Each value `inner` times, and all of them over again up to `count`.
    private static func repeated(
        _ values: Iterations.Values, inner: Int, count: Int
    ) throws(ReadingProblem) -> Iterations.Values {
        let texts =
            switch values {
            case .list(let texts): texts
            case .range(let range): Texts(range.lazy.map(String.init))
            }
        let times = count / texts.count
        guard texts.bytes.count.multipliedReportingOverflow(by: times).partialValue <= Int(UInt32.max),
            !texts.bytes.count.multipliedReportingOverflow(by: times).overflow
        else {
            throw ReadingProblem(
                "combines a table with other values to more than 4 GiB", "Shorten one of them, or write one table.")
        }
        var result = Texts()
        while result.count < count {
            for position in 0..<texts.count {
                for _ in 0..<inner { result.append(texts[position]) }
            }
        }
        return .list(result)
    }
}
