package import Model

/// Which kind of a profile a container is of.
extension RunTimeProfile {
    /// What it calls the container: its image, what stands behind the image's last colon, or what its execution trains;
    /// the first of these that it knows.
    package func kind(of request: TensorFlowRequest, model: String) -> String? {
        let tag = request.image.split(separator: ":").last.map(String.init) ?? ""
        return [request.image, tag, model].first { self[$0] != nil }
    }

    /// Why the first container that is of no known kind can't be expected to take any time; none: all are known.
    package func refusal(of lines: [TensorFlowRequestsFile.Line], model: String, document: String) -> Refusal? {
        let unknown = lines.first { $0.request.kind == .execution && kind(of: $0.request, model: model) == nil }
        guard let unknown else { return nil }
        let tag = unknown.request.image.split(separator: ":").last.map(String.init) ?? ""
        let near = NearestName.nearest(to: tag, among: kinds).map { " Did you mean \"\($0)\"?" } ?? ""
        return .document(
            DocumentProblem(
                document: document, line: unknown.number, path: "image",
                problem: "is \"\(Abridged.text(unknown.request.image))\", which is no kind of \(name)",
                remedy: "Name its kind there by the image or by what is behind the image's last colon.\(near)"))
    }
}
