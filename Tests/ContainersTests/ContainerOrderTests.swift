import Dialects
import Model
import Posix
import Testing

@testable import Containers

/// What is sent to an engine to make a container.
struct ContainerOrderTests {
    private func text(_ change: (inout ContainerOrder) -> Void) -> String {
        var order = ContainerOrder(name: "rota-1-1", container: Container(image: "tiny:1"))
        change(&order)
        return order.json.text
    }

    @Test("the devices of a placement reach the container by their names, and none are asked where it has none")
    func devices() {
        let asked = #""DeviceRequests":[{"DeviceIDs":["GPU-7f","1"],"Capabilities":[["gpu"]]}]"#

        #expect(text { $0.gpus = ["GPU-7f", "1"] }.contains(asked))
        #expect(!text { _ in }.contains("DeviceRequests"))
    }

    @Test("by CDI, devices are asked for by its own driver and names")
    func cdiDevices() {
        let sent = text { order in
            order.gpus = ["0", "GPU-7f"]
            order.takesGPUsByCDI = true
        }

        let asked = #""DeviceRequests":[{"Driver":"cdi","DeviceIDs":["nvidia.com/gpu=0","nvidia.com/gpu=GPU-7f"]}]"#
        #expect(sent.contains(asked), "\(sent)")
    }

    @Test(
        "a folder describes GPUs when one of its descriptions is of them",
        arguments: [
            ("nvidia.yaml", "cdiVersion: 0.6.0\nkind: nvidia.com/gpu\n", true),
            ("nvidia.json", #"{"cdiVersion": "0.6.0", "kind": "nvidia.com/gpu"}"#, true),
            ("nvidia.txt", "kind: nvidia.com/gpu", false), ("net.yaml", "kind: example.org/net\n", false),
        ])
    func descriptions(name: String, content: String, describes: Bool) throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-cdi")
        defer { try? FileSystem.removeTree(folder) }
        try FileSystem.replace("\(folder)/\(name)", with: Array(content.utf8))

        #expect(Engine.describesGPUs(in: folder) == describes)
        #expect(!Engine.describesGPUs(in: "\(folder)/none"))
    }

    @Test("cores, a share of processor time, and memory without swap are limits in the engine's units")
    func limits() {
        let sent = text { order in
            order.processors = [5, 0, 2, 1]
            order.width = Cores(thousandths: 2500)
            order.memory = .mebibytes(16)
        }

        for member in [
            #""CpusetCpus":"0-2,5""#, #""NanoCpus":2500000000"#, #""Memory":16777216"#, #""MemorySwap":16777216"#,
        ] {
            #expect(sent.contains(member), "\(sent)")
        }
    }

    @Test("a name holds what engines take for one, and is short enough to be read")
    func names() {
        #expect(ContainerOrder.name("rota-", "mesh_2.a-b") == "rota-mesh_2.a-b")
        #expect(ContainerOrder.name("rota-", "a b/c:é") == "rota-a_b_c__")
        #expect(ContainerOrder.name("", String(repeating: "x", count: 300)).count == 100)
    }

    @Test("the width file's folder comes inside, and the variable says where it is there")
    func widthFile() {
        let environment = ["ROTA_ATTEMPT=7-3", "ROTA_WIDTH_FILE=/a/run/widths/3/width"]

        let errand = ContainerErrand(words: ["--"], environment: environment)

        #expect(errand?.order.environment == ["ROTA_ATTEMPT=7-3", "ROTA_WIDTH_FILE=/run/rota/width"])
        let volume = Container.Volume(outside: "/a/run/widths/3", inside: "/run/rota", isReadOnly: true)
        #expect(errand?.order.container.volumes == [volume])
    }
}
