import Posix
import Testing

/// The service as those who operate it start it.
struct ServeTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
        place.environment = ["HOME": place.folder, "XDG_CONFIG_HOME": place.folder, "XDG_RUNTIME_DIR": ""]
    }

    /// The process that the access file names.
    private var service: Int32? {
        let field = place.content(of: ".rota/access.json").split(separator: "\n").first { $0.contains("\"process\"") }
        return field.flatMap { Int32($0.filter { $0.isNumber }) }
    }

    @Test("a detached service listens when its command returns 0, goes on by itself, and keeps a log")
    func detached() throws {
        let started = try place.rota("serve", "--detach")
        let number = try #require(service)
        let process = try #require(ProcessIdentity(running: number))
        defer { if process.isAlive { _ = try? Process.send(.kill, to: number) } }

        #expect(started.code == 0 && started.outputLines.count == 3, "\(started)")
        #expect(process.isAlive)
        let second = try place.rota("serve", "--detach")
        #expect(second.code == 2 && second.errors.contains("where a service runs already"), "\(second)")
        #expect(try place.rota("shutdown").code == 0)
        #expect(wait { !process.isAlive })
        #expect(place.lines(of: ".rota/service.log").count >= 2)
        #expect(try FileSystem.status(of: place.path(".rota/service.log")).mode == 0o600)
    }

    @Test("a supervisor is told when the service listens, again and again that it goes on, and when it ends")
    func supervised() throws {
        let supervisor = try Supervisor(place.path("notify"))
        place.environment["NOTIFY_SOCKET"] = place.path("notify")
        place.environment["WATCHDOG_USEC"] = "100000"
        let service = try place.start(rota: "serve")

        #expect(supervisor.hears("READY=1"))
        #expect(supervisor.hears("WATCHDOG=1") && supervisor.hears("WATCHDOG=1"))
        service.kill(.terminate)
        #expect(supervisor.hears("STOPPING=1"))
        #expect(try service.finish().code == 0)
        // Towards a person no line says how much it matters.
        #expect(service.errors.contains("rota: serves \(place.state) at http://127.0.0.1:"))
    }

    @Test("whoever looks after his own service need not say where its record is, whether it runs or not")
    func ownRecord() throws {
        place.state = ""
        let state = place.path(".local/state/rota")
        let service = try place.start(rota: "serve")
        #expect(wait { service.output.contains("state ") || service.isOver }, "\(service.errors)")

        for isGoing in [true, false] {
            if !isGoing {
                service.kill(.terminate)
                #expect(try service.finish().code == 0)
            }
            let checked = try place.rota("ledger", "check")
            let exported = try place.rota("ledger", "export")
            #expect(checked.code == 0 && checked.output.contains("is whole"), "\(checked.testDescription)")
            #expect(exported.code == 0 && exported.output.contains("runOpened"), "\(exported.testDescription)")
            #expect(try place.rota("doctor").output.contains("path: \(state)\n"))
        }
    }

    @Test("towards a journal each line says how much it matters")
    func priorities() throws {
        // The journal's socket is known by its device and inode; a file has these, too.
        let service = try place.start([
            "sh", "-c",
            "exec 2> journal; JOURNAL_STREAM=$(stat -c %d:%i journal) exec \(Executables.rota) serve",
        ])
        #expect(wait { service.output.contains("http ") || service.isOver }, "\(place.content(of: "journal"))")
        let lines = service.output.split(separator: "\n")
        let address = lines.first { $0.hasPrefix("http ") }?.split(separator: " ").last ?? ""
        place.environment["ROTA_SERVICE"] = String(address)
        let stranger = try place.rota("list", "--service", String(address))
        service.kill(.terminate)
        #expect(try service.finish().code == 0)

        #expect(stranger.code == 2 && stranger.errors.contains("token"), "\(stranger.testDescription)")
        let told = place.lines(of: "journal")
        #expect(told.first?.hasPrefix("<6>serves \(place.state) at ") == true, "\(told)")
        #expect(told.contains { $0.hasPrefix("<4>let nobody in from 127.0.0.1: ") }, "\(told)")
        #expect(told.last == "<6>ended by SIGTERM.", "\(told)")
    }

    @Test("what a file configures holds, and doctor says where it comes from")
    func configured() throws {
        try FileSystem.makeDirectories(place.path("rota"))
        try place.write(#"{ "serve": { "keep": "0s" } }"#, to: "rota/config.json")

        let refused = try place.rota("serve")
        #expect(refused.code == 2 && refused.errors.contains("--keep"), "\(refused)")
        #expect(try place.rota("doctor").output.contains("serve --keep: 0s, from \(place.path("rota/config.json"))"))
    }
}
