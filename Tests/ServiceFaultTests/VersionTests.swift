import Dialects
import Model
import Posix
import Sockets
import Testing
import Wire

/// Programs of different versions that meet.
@Suite struct VersionTests {
    @Test("an executor that a service of another version refuses goes, and says both versions")
    func refusedExecutor() throws {
        let place = try Workplace()
        let (service, client) = (try KeyPair(), try KeyPair())
        let context = try SocketContext()
        let gatekeeper = try Gatekeeper(in: context) { _ in }
        gatekeeper.admit([client.publicKey], to: "executors")
        var options = SocketOptions()
        options.security = .server(service, gatekeeper, domain: "executors")
        let router = try Socket(.router, in: context, options: options)
        defer { router.close() }
        var access = AccessFile(version: "99.9", host: "here", process: 1, state: place.folder, run: place.folder)
        access.http = "http://127.0.0.1:1"
        access.zeromq = try router.bind(to: "127.0.0.1")
        access.servicePublicKey = service.publicKey.text
        access.publicKey = client.publicKey.text
        access.secretKey = client.secretKey.text
        // A member that only a newer version knows.
        try place.write(access.text.replacing("{", with: "{\"novelty\": 1,", maxReplacements: 1), to: "access.json")

        let executor = try place.start(
            rota: "executor", "--service", place.path("access.json"), "--use-cores", Cores.first)
        let refusal = ServiceMessage.refused(
            by: Speaker(wire: WireVersion(major: 9, minor: 3), software: "99.9"), "it speaks another version")
        _ = wait {
            if let peer = (try? router.receive())?.peer { _ = try? router.send(refusal.packed(), to: peer) }
            return executor.isOver
        }
        let finished = try executor.finish()

        #expect(finished.code == 2, "\(finished.testDescription)")
        #expect(finished.errors.contains("9.3") && finished.errors.contains("\(WireVersion.current)"))
    }

    @Test("a client that does not understand a service of another version names both")
    func strangeAnswer() throws {
        let site = try Site()
        var access = try site.access
        let version = access.version
        access.version = "99.9"
        try site.place.write(access.text, to: "other.json")
        // Whatever it is that another version would say.
        let served = try site.place.script(
            "served",
            """
            import http.server
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    body = b'{"everything": "is called otherwise"}'
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
            server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
            print(server.server_port, flush=True)
            server.serve_forever()
            """, shell: "/usr/bin/env python3")
        let other = try site.place.start([served])
        try #require(wait { other.output.hasSuffix("\n") || other.isOver })
        access.http = "http://127.0.0.1:\(other.output.filter(\.isNumber))"
        try site.place.write(access.text, to: "strange.json")

        let understood = try site.place.rota("list", "--service", site.place.path("other.json"))
        let strange = try site.place.rota("status", "--service", site.place.path("strange.json"))

        #expect(understood.code == 0, "\(understood.testDescription)")
        #expect(strange.code != 0)
        #expect(strange.errors.contains("99.9") && strange.errors.contains(version), "\(strange.testDescription)")
    }
}
