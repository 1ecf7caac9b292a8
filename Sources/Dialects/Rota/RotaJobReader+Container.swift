import Model

extension RotaJobReader {
    /// `"image"`, or `{"image": "…", "user": "…", "volumes": […], "ports": […], "network": "…"}`.
    func container() throws(Refusal) -> Container? {
        guard let field = fields["container"] else { return nil }
        for name in ["modules", "venv", "model"] {
            guard let other = fields[name] else { continue }
            throw other.refusal(
                "is for programs of the machine; this job runs in a container", "Remove one of the two.")
        }
        guard field.isObject else { return Container(image: try image(field)) }
        let members = try Fields(of: field, known: ["image", "user", "volumes", "ports", "network"])
        var container = Container(
            image: try image(members.required("image", "Name the image: { \"image\": \"debian:12\" }.")))
        container.user = try members["user"]?.text()
        container.network = try members["network"]?.text()
        for volume in try members["volumes"]?.list() ?? [] {
            container.volumes.append(try volume.read(ContainerTexts.volume))
        }
        for port in try members["ports"]?.list() ?? [] { container.ports.append(try port.read(ContainerTexts.port)) }
        return container
    }

    private func image(_ value: JSONValue) throws(Refusal) -> String {
        let image = try value.text()
        guard !image.isEmpty, !image.hasPrefix("-"), image.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw value.refusal("is no image's name", "Write it as the engine knows it: \"debian:12\".")
        }
        return image
    }
}
