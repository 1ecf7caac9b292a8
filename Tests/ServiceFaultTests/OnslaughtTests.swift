import Dialects
import Model
import Posix
import Sockets
import Testing
import Web

/// What no client should do and some will, to the service as it is started by people.
@Suite(.serialized) struct OnslaughtTests {
    enum Door: CaseIterable { case http, executors }

    private let site: Site
    private let marks: Marks
    private let httpPort: Int
    private let executorPort: Int
    private let before: Footprint

    /// A service that has done some work already, with an executor.
    init() throws {
        site = try Site()
        // One of them prints much.
        marks = try Marks(in: site.place, work: "[ $1 != 90 ] || head -c 60000000 /dev/zero | tr '\\0' x")
        let access = try site.access
        httpPort = try #require(access.http.split(separator: ":").last.flatMap { Int($0) })
        executorPort = try #require(access.zeromqPort)
        try site.lend("a", cores: Cores.first)
        try site.submit("first", marks.script, #""range": "0-9""#)
        try site.awaitEnd(of: "first")
        _ = try site.client().request(.get, ["v1", "openapi.json"])
        before = try Footprint(of: site.service.number)
    }

    private func port(_ door: Door) -> Int { door == .http ? httpPort : executorPort }
    private func connection(_ door: Door) throws -> RawConnection { try #require(RawConnection(port: port(door))) }

    /// Others are served, tasks go on, and when the strangers have left nothing of theirs is held.
    ///
    /// - Parameter lines: how many the log may hold about them, for each minute.
    private func expectService(lines: Int = 0, after start: Int64) throws {
        try site.submit("second", marks.script, #""range": "100-119""#)
        try site.awaitEnd(of: "second")
        let isFree = wait {
            (try? Footprint(of: site.service.number)).map { $0.descriptors <= before.descriptors + 8 } ?? false
        }
        let after = try Footprint(of: site.service.number)
        #expect(isFree, "\(after.descriptors) descriptors are held, \(before.descriptors) were")
        // 96 MiB: what the allocator keeps for the next time; a leak of each connection or byte would be more.
        #expect(
            after.residentKibibytes <= before.residentKibibytes + 96 << 10,
            "\(after.residentKibibytes) KiB are held, \(before.residentKibibytes) were")
        try site.shutDown()
        let minutes = Int((Clock.monotonicNanoseconds() - start) / 60_000_000_000) + 1
        let log = site.service.errors.split(separator: "\n")
        #expect(log.count { $0.contains("let nobody in") } <= lines * minutes, "\(site.service.errors.prefix(4000))")
        // 30: start, end, jobs, and an executor that a busy machine makes silent now and then.
        #expect(log.count <= 30, "\(site.service.errors.prefix(4000))")
        try site.record.expectAgreement(with: marks, iterations: Array(0..<10) + Array(100..<120))
    }

    @Test("ten thousand silent connections hold up nobody, and nothing is left of them", arguments: Door.allCases)
    func crowd(door: Door) throws {
        let start = Clock.monotonicNanoseconds()
        let crowd = try Crowd(10_000, at: port(door), in: site.place)
        var served = 0
        let isThere = wait {
            if (try? site.client().request(.get, ["v1", "jobs"]).status) == 200 { served += 1 }
            return crowd.count != nil || crowd.isOver
        }
        #expect(isThere && !crowd.isOver)
        print("\(crowd.count ?? 0) connections came to \(door), \(served) requests were served meanwhile")
        #expect(served > 0)
        try site.submit("among", marks.script, #""range": "50-59""#)
        try site.awaitEnd(of: "among")
        try crowd.leave()

        #expect(marks.all.count { (50..<60).contains($0.iteration) } == 10)
        try expectService(after: start)
    }

    @Test("halves of requests and noise hold up nobody", arguments: Door.allCases)
    func noise(door: Door) throws {
        let start = Clock.monotonicNanoseconds()
        let token = try site.access.token
        let halves = [
            "GET", "GET /v1/jobs HTTP/1.1\r\nHost: x\r\n", "\0\0\0\0", "\r\n\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\0\u{1}",
            "POST /v1/jobs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\nContent-Length: 100\r\n\r\n{",
            "GET / HTTP/9.9\r\n\r\n", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        ]
        var held: [RawConnection] = []
        var generator = SeededGenerator(seed: Seeds.seed)
        for text in halves {
            let one = try connection(door)
            one.send(text)
            held.append(one)
            let gone = try connection(door)
            gone.send(text)
            gone.descriptor.shutDown()
        }
        for length in 1...100 {
            let one = try connection(door)
            one.send((0..<length * 10).map { _ in UInt8.random(in: 0...255, using: &generator) })
            if length % 10 == 0 { held.append(one) }
        }
        #expect(try site.client().request(.get, ["v1", "jobs"]).status == 200)
        held.removeAll()

        try expectService(lines: 1, after: start)
    }

    @Test("a gigabyte is refused early, from strangers and from those with the token, and memory stays small")
    func gigabyte() throws {
        let start = Clock.monotonicNanoseconds()
        let token = try site.access.token
        let head = "POST /v1/jobs HTTP/1.1\r\nHost: x\r\n"
        let announced = "Content-Length: \(1 << 30)\r\n\r\n"
        let chunked = "Transfer-Encoding: chunked\r\n\r\n"
        let mine = "Authorization: Bearer \(token)\r\n"
        let plain = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        let chunk = Array("100000\r\n".utf8) + plain + Array("\r\n".utf8)

        let strangers = [head + announced, head + chunked, "POST /healthz HTTP/1.1\r\nHost: x\r\n" + chunked]
        for beginning in strangers { #expect(try megabytes(chunk, after: beginning, .http) < 64) }
        #expect(try megabytes(plain, after: head + mine + announced, .http) < 64)
        #expect(try megabytes(plain, after: "", .executors) < 64)
        #expect(try megabytes(plain, after: greeting + longCommand, .executors) < 64)
        let middle = try Footprint(of: site.service.number)
        #expect(try megabytes(chunk, after: head + mine + chunked, .http) < 160)
        let end = try Footprint(of: site.service.number)

        print(
            """
            peak memory in KiB: \(before.peakKibibytes), \(middle.peakKibibytes) after strangers' gigabytes, \
            \(end.peakKibibytes) after one with the token
            """)
        #expect(middle.peakKibibytes < before.peakKibibytes + 48 << 10)
        // The largest body that is taken has 64 MiB, and grows by doubling.
        #expect(end.peakKibibytes < before.peakKibibytes + 256 << 10)
        try expectService(lines: 2, after: start)
    }

    /// How many of 1,024 times this much are taken before the other end has had enough.
    private func megabytes(_ piece: [UInt8], after beginning: String, _ door: Door) throws -> Int {
        let connection = try connection(door)
        connection.send(Array(beginning.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }))
        var sent = 0
        while sent < 1024, connection.send(piece) { sent += 1 }
        return sent
    }

    /// How ZeroMQ's protocol begins, with CURVE, a byte a character.
    ///
    /// - Source: RFC 23 (ZMTP 3.0), section "Formal Grammar".
    private var greeting: String {
        let mechanism = "CURVE" + String(repeating: "\0", count: 15)
        return "\u{FF}" + String(repeating: "\0", count: 8) + "\u{7F}\u{3}\0" + mechanism
            + String(repeating: "\0", count: 32)
    }

    /// The head of a command of a gigabyte.
    private var longCommand: String { "\u{6}\0\0\0\0\u{40}\0\0\0" }

    @Test("readers that take nothing make nobody wait and nothing grow")
    func slowReaders() throws {
        let start = Clock.monotonicNanoseconds()
        let token = try site.access.token
        try site.submit("loud", marks.script, #""range": "90-90""#)
        try site.awaitEnd(of: "loud")
        let loud = try Footprint(of: site.service.number)

        var readers = try (0..<20).map { number in
            let one = try connection(.http)
            let path = number % 2 == 0 ? "jobs/loud/tasks/90/output" : "events?after=-1"
            one.send("GET /v1/\(path) HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\n\r\n")
            return one
        }
        for reader in readers { #expect(reader.read { $0.contains("\r\n") }.hasPrefix("HTTP/1.1 200")) }
        try site.submit("among", marks.script, #""range": "50-59""#)
        try site.awaitEnd(of: "among")
        let end = try Footprint(of: site.service.number)
        readers.removeAll()

        #expect(end.peakKibibytes < loud.peakKibibytes + 96 << 10)
        try expectService(after: start)
    }

    @Test("wrong tokens, none and wrong keys by the hundred are told of once, and nothing is left of them")
    func strangers() throws {
        let start = Clock.monotonicNanoseconds()
        let access = try site.access
        for number in 0..<300 {
            let client = try WebClient(access.http, token: number % 2 == 0 ? nil : "wrong-\(number)")
            #expect(try client.request(.get, ["v1", "jobs"]).status == 401)
        }
        let context = try SocketContext()
        let sockets = try (0..<50).map { number in
            var options = SocketOptions()
            options.lingerMilliseconds = 0
            options.reconnectMilliseconds = 50...100
            let key = try #require(CurveKey(text: access.servicePublicKey))
            if number % 2 == 0 { options.security = .client(try KeyPair(), server: key) }
            let socket = try Socket(.dealer, in: context, options: options)
            try socket.connect(to: access.zeromq)
            return socket
        }
        try #require(
            wait { site.service.errors.contains("without a known key") && site.service.errors.contains("the token") })
        for socket in sockets { socket.close() }

        try expectService(lines: 2, after: start)
        #expect(!site.service.errors.contains("wrong-"))
    }
}
