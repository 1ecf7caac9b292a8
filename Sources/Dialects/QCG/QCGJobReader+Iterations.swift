import Model

extension QCGJobReader {
    func iterations(_ value: JSONValue, dialect: QCGDialect?) throws(Refusal) -> Iterations {
        let fields = try Fields(of: value, known: ["start", "stop", "values"])
        if let values = fields["values"] {
            // The old program's own record of its requests has both, the bounds counting the values.
            let isCounted = (fields["start"]?.whole ?? 0) == 0 && fields["stop"]?.whole == values.elements.count
            for name in ["start", "stop"] where !isCounted {
                guard let other = fields[name] else { continue }
                throw other.refusal("stands beside \"values\", which excludes it", "Keep one of the two.")
            }
            var texts = Texts()
            for element in try values.list(nonEmpty: "value") {
                texts.append(macros.text(try Self.castText(element)).utf8)
            }
            return Iterations(columns: [.init(values: .list(texts))])
        }
        let stop = try fields.required("stop", "Say where the iteration ends: { \"start\": 0, \"stop\": 10 }.")
        let end = try stop.integer(in: IterationLimits.numbers)
        var start = 0
        if let field = fields["start"] {
            start = try field.integer(in: IterationLimits.numbers)
        } else if dialect == .globalQueue {
            throw value.refusal(
                "has no \"start\"", "Say where the iteration starts: { \"start\": 0, \"stop\": \(end) }.")
        }
        guard start < end else {
            throw stop.refusal("is \(end); the iteration starts at \(start) and stop is not part of it", "Raise stop.")
        }
        guard end - start <= IterationLimits.count else {
            throw stop.refusal(
                "makes \(end - start) iterations; at most \(IterationLimits.count) are possible", "Lower it.")
        }
        return Iterations(range: start..<end)
    }

    func readDependencies(_ value: JSONValue, isIterated: Bool) throws(Refusal) -> [Dependency] {
        let fields = try Fields(of: value, known: ["after"])
        var dependencies: [Dependency] = []
        guard let after = fields["after"] else { return dependencies }
        for element in try after.list() {
            let text = macros.text(try element.text())
            let dependency = try DependencyText.read(text, isIterated: isIterated, at: element)
            if !dependencies.contains(dependency) { dependencies.append(dependency) }
        }
        return dependencies
    }
}
