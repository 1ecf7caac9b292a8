extension Template {
    /// Appends the text with its holes filled, as bytes: a value need not be UTF-8.
    ///
    /// - Cost: the bytes appended; no allocation beyond their array's growth.
    public func render(into bytes: inout [UInt8], _ context: RenderingContext) {
        for piece in pieces {
            switch piece {
            case .text(let text): bytes.append(contentsOf: text.utf8)
            case .hole(let hole): hole.render(into: &bytes, context)
            }
        }
    }
}

extension Template.Hole {
    func render(into bytes: inout [UInt8], _ context: RenderingContext) {
        switch self {
        case .iteration:
            if context.iterations.isIterated { bytes.append(decimal: context.iteration) }
        case .sequence:
            if context.iterations.isIterated {
                bytes.append(decimal: context.iteration - context.iterations.indices.lowerBound + 1)
            }
        case .value(let form):
            for column in context.iterations.columns.indices {
                if column > 0 { bytes.append(UInt8(ascii: " ")) }
                context.iterations.render(column, of: context.iteration, form, into: &bytes)
            }
        case .column(let column, let form):
            context.iterations.render(column, of: context.iteration, form, into: &bytes)
        case .coreCount: bytes.append(decimal: context.cores.touched)
        case .nodeCount: bytes.append(decimal: context.nodes.count)
        case .nodeList:
            for (place, node) in context.nodes.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes.append(contentsOf: node.utf8)
            }
        case .rootDirectory: bytes.append(contentsOf: context.rootDirectory.utf8)
        }
    }
}

extension Iterations {
    /// Appends an iteration's value in one column; nothing where there is no such column.
    func render(_ column: Int, of iteration: Int, _ form: Template.Form, into bytes: inout [UInt8]) {
        guard columns.indices.contains(column) else { return }
        let position = position(of: iteration, in: column)
        switch columns[column].values {
        case .range(let range):
            // A number has neither folder nor extension; its folder is this one, as any plain name's.
            if form == .directory {
                bytes.append(UInt8(ascii: "."))
            } else {
                bytes.append(decimal: range.lowerBound + position)
            }
        case .list(let texts): bytes.append(contentsOf: form.part(of: texts[position]))
        }
    }
}

extension Template.Form {
    private static let slash = UInt8(ascii: "/")
    private static let here: [UInt8] = [UInt8(ascii: ".")]

    /// The part of a path that the form takes, to the letter as GNU parallel takes it.
    func part(of value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        switch self {
        case .whole: value
        case .withoutExtension: Self.withoutExtension(value)
        case .baseName: Self.baseName(value)
        case .directory: Self.directory(value)
        case .baseNameWithoutExtension: Self.withoutExtension(Self.baseName(value))
        }
    }

    /// Up to the last dot behind the last slash, even when nothing stands before it.
    private static func withoutExtension(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let mark = value.lastIndex(where: { $0 == UInt8(ascii: ".") || $0 == slash }), value[mark] != slash else {
            return value
        }
        return value[..<mark]
    }

    private static func baseName(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        value.lastIndex(of: slash).map { value[($0 + 1)...] } ?? value
    }

    private static func directory(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let first = value.first else { return here[...] }
        guard let last = value.lastIndex(where: { $0 != slash }) else { return value[...value.startIndex] }
        guard let cut = value[...last].lastIndex(of: slash) else { return here[...] }
        guard let end = value[..<cut].lastIndex(where: { $0 != slash }) else {
            return first == slash ? value[...value.startIndex] : here[...]
        }
        return value[...end]
    }
}

extension [UInt8] {
    fileprivate mutating func append(decimal number: Int) {
        if number < 0 { append(UInt8(ascii: "-")) }
        let start = count
        var rest = number.magnitude
        repeat {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        self[start...].reverse()
    }
}
