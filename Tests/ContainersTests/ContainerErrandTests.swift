import Containers
import Model
import Testing

struct ContainerErrandTests {
    @Test("an errand's words are read as they were written")
    func roundTrip() {
        var container = Container(image: "tiny:1")
        container.user = "1000:1000"
        container.network = "none"
        container.volumes = [
            .init(outside: "/a=b", inside: "/c"), .init(outside: "/d", inside: "/e", isReadOnly: true),
        ]
        container.ports = [.init(outside: 8787, inside: 80), .init(address: "::1", outside: 1, inside: 2)]
        var order = ContainerOrder(name: "rota-mesh-3", container: container)
        order.arguments = ["--", "engine=x", ""]
        order.environment = ["ROTA_ATTEMPT=7-3", "A=b=c"]
        order.workingDirectory = "/work"
        order.processors = [0, 1, 2, 5]
        order.width = Cores(thousandths: 2500)
        order.memory = .gibibytes(1)
        order.gpus = ["GPU-1", "3"]
        order.labels = [ContainerErrand.label: "12.345"]
        var errand = ContainerErrand(
            engine: "/run/e.sock", order: order, mark: "7-3", grace: .seconds(3), reports: "/run/reports")
        errand.gpuRequest = .cdi

        let read = ContainerErrand(words: errand.words + order.arguments, environment: order.environment)

        #expect(read == errand)
    }

    @Test("words that no executor wrote are none", arguments: [[], ["--"], ["colour=red", "--"], ["port=1", "--"]])
    func strange(words: [String]) {
        #expect(ContainerErrand(words: words, environment: []) == nil)
        let isRead = ContainerErrand(words: words, environment: ["ROTA_ATTEMPT=1-1"]) != nil
        #expect(isRead == (words == ["--"]))
    }
}
