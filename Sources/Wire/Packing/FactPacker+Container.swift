internal import Model

extension FactPacker {
    mutating func put(_ container: Container) {
        put(text: container.image)
        put(optional: container.user) { $0.put(text: $1) }
        put(list: container.volumes) { packer, volume in
            packer.put(text: volume.outside)
            packer.put(text: volume.inside)
            packer.put(flag: volume.isReadOnly)
        }
        put(list: container.ports) { packer, port in
            packer.put(text: port.address)
            packer.put(count: port.outside)
            packer.put(count: port.inside)
        }
        put(optional: container.network) { $0.put(text: $1) }
    }
}

extension FactUnpacker {
    mutating func container() throws(PackingProblem) -> Container {
        var container = Container(image: try text())
        container.user = try optional { unpacker throws(PackingProblem) in try unpacker.text() }
        container.volumes = try list { unpacker throws(PackingProblem) in
            Container.Volume(
                outside: try unpacker.text(), inside: try unpacker.text(), isReadOnly: try unpacker.flag())
        }
        container.ports = try list { unpacker throws(PackingProblem) in
            Container.Port(
                address: try unpacker.text(), outside: try unpacker.count(), inside: try unpacker.count())
        }
        container.network = try optional { unpacker throws(PackingProblem) in try unpacker.text() }
        return container
    }
}
