package import Model

/// What `rota report` was asked.
package struct ReportOptions: Sendable, Hashable {
    package var run: RunChoice
    package var format: Format
    /// None: standard output.
    package var path: String?

    package enum Format: String, Sendable, Hashable {
        case text, html, json
        case qcgJSON = "qcg-json"
        case qcgText = "qcg-text"
    }

    package init(_ arguments: ParsedArguments) throws(Refusal) {
        run = try RunChoice(arguments)
        path = arguments.value(of: "output")
        let byEnding: Format =
            switch path?.split(separator: ".").last?.lowercased() {
            case "html", "htm": .html
            case "json": .json
            default: .text
            }
        format = arguments.value(of: "format").flatMap(Format.init(rawValue:)) ?? byEnding
    }
}
