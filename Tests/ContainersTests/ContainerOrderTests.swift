import Dialects
import Model
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

    @Test("the width file's folder comes inside, and the variable says where it is there")
    func widthFile() {
        let environment = ["ROTA_ATTEMPT=7-3", "ROTA_WIDTH_FILE=/a/run/widths/3/width"]

        let errand = ContainerErrand(words: ["--"], environment: environment)

        #expect(errand?.order.environment == ["ROTA_ATTEMPT=7-3", "ROTA_WIDTH_FILE=/run/rota/width"])
        let volume = Container.Volume(outside: "/a/run/widths/3", inside: "/run/rota", isReadOnly: true)
        #expect(errand?.order.container.volumes == [volume])
    }
}
