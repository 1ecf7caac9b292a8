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
        guard field.isObject else { return Container(image: try field.read(ContainerTexts.image)) }
        let members = try Fields(of: field, known: ["image", "user", "volumes", "ports", "network"])
        var container = Container(
            image: try members.required("image", "Name the image: { \"image\": \"debian:12\" }.")
                .read(ContainerTexts.image))
        container.user = try members["user"]?.text()
        container.network = try members["network"]?.text()
        for volume in try members["volumes"]?.list() ?? [] {
            container.volumes.append(try volume.read(ContainerTexts.volume))
        }
        for port in try members["ports"]?.list() ?? [] { container.ports.append(try port.read(ContainerTexts.port)) }
        return container
    }
}
