import Posix
import Testing

@Suite("the stable family's services publish what becomes of jobs and iterations")
struct EventTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    /// Submits, hears, and prints what it heard, a line each.
    private static let client = """
        import json, zmq
        context = zmq.Context()
        service = context.socket(zmq.REQ)
        service.connect(open('.qcgpjm-service-e1/address').read())

        def ask(request):
            service.send_json(request)
            assert service.poll(60000)
            reply = service.recv_json()
            assert reply['code'] == 0, reply
            return reply.get('data')

        events = context.socket(zmq.SUB)
        events.setsockopt_string(zmq.SUBSCRIBE, '')
        events.connect(ask({'request': 'status'})['System']['StatusPublisher'])

        def submit(*jobs):
            ask({'request': 'submit', 'jobs': list(jobs)})

        # Until the subscription is there; then all that is told of these is past.
        for number in range(1000):
            submit({'name': 'try%d' % number, 'execution': {'exec': 'true'}})
            if events.poll(100):
                break
        submit({'name': 'mark', 'execution': {'exec': 'true'}})
        isMarked = False
        while True:
            assert events.poll(60000)
            text = events.recv_string()
            isMarked = isMarked or (text.startswith('JFI') and '"mark"' in text)
            if isMarked and text.startswith('NOJ'):
                break

        submit({'name': 'its', 'execution': {'script': 'test ${it} = 4'}, 'iteration': {'start': 4, 'stop': 6}},
            {'name': 'one', 'execution': {'exec': 'true'}},
            {'name': 'not', 'execution': {'exec': 'true'}, 'dependencies': {'after': ['its']}})
        while True:
            assert events.poll(60000)
            topic, _, data = events.recv_string().partition(' ')
            event = json.loads(data)
            assert event.pop('manager') == 'e1'
            print(topic, event.pop('job', ''), event.pop('it', ''), event.pop('state', ''), *event)
            if topic == 'NOJ':
                break
        ask({'request': 'finish'})
        """

    @Test("every change and every end is told once more as such, in order, and at last that nothing is left")
    func everyKind() throws {
        let service = try place.start("qcg-pm-service", "--net", "--nodes", "n1:1", "--id", "e1")
        let address = ".qcgpjm-service-e1/address"
        try #require(wait { FileSystem.exists(place.path(address)) }, "\(service.errors)")

        let client = try place.python(Self.client)

        #expect(client.isSuccess, "\(client)")
        let lines = client.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        func told(of name: String) -> [String] {
            lines.filter { $0.split(separator: " ").dropFirst().first == name[...] }
        }
        #expect(
            told(of: "one").filter { !$0.contains("EXECUTING") } == [
                "JST one QUEUED", "JST one SCHEDULED", "JST one SUCCEED", "JFI one SUCCEED",
            ], "\(lines)")
        #expect(told(of: "not") == ["JST not QUEUED", "JST not OMITTED", "JFI not OMITTED"], "\(lines)")
        let iterations = told(of: "its").filter { !$0.contains("EXECUTING") && $0.contains(" 4 ") }
        #expect(
            iterations == ["IST its 4 SCHEDULED", "IST its 4 SUCCEED", "IFI its 4 SUCCEED"], "\(lines)")
        #expect(told(of: "its").contains("IFI its 5 FAILED"))
        #expect(told(of: "its").suffix(2) == ["JST its FAILED", "JFI its FAILED"], "\(lines)")
        #expect(lines.last == "NOJ")
        #expect(try service.finish().isSuccess)
    }
}
