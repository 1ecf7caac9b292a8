internal import Model

/// A list of texts in which only some differ from one attempt of a hand-over to the next.
///
/// - Cost: the texts without holes are rendered once, up to the first one with holes.
struct PreparedTexts {
    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []
    private var varying: [Template] = []

    mutating func append(_ template: Template) {
        if varying.isEmpty, template.pieces.allSatisfy(\.isText) {
            for case .text(let text) in template.pieces { bytes.append(contentsOf: text.utf8) }
            ends.append(UInt32(bytes.count))
        } else {
            varying.append(template)
        }
    }

    /// All of them, and some more behind.
    func texts(_ context: RenderingContext, and others: [[UInt8]] = []) -> Texts {
        var bytes = bytes
        var ends = ends
        for template in varying {
            template.render(into: &bytes, context)
            ends.append(UInt32(bytes.count))
        }
        for text in others {
            bytes += text
            ends.append(UInt32(bytes.count))
        }
        guard let texts = Texts(bytes: bytes, ends: ends) else {
            preconditionFailure("each text ends where its bytes do")
        }
        return texts
    }
}

extension Template.Piece {
    fileprivate var isText: Bool {
        if case .text = self { true } else { false }
    }
}
