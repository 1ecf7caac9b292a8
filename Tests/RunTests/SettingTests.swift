import Posix
import Testing

/// Where a service's settings come from, with every place that can say one.
@Suite(.enabled(if: Namespaces.canMount, "no namespace can be made here: the machine's own file was not tried"))
struct SettingTests {
    @Test("an option outdoes a variable, this the user's file, that the machine's file, and doctor shows them all")
    func precedence() throws {
        let place = try Workplace()
        // Seen in place of the machine's own /etc by all that is started here.
        try FileSystem.makeDirectories(place.path("etc/rota"))
        try FileSystem.makeDirectories(place.path(".config/rota"))
        place.environment = ["XDG_CONFIG_HOME": "", "XDG_RUNTIME_DIR": ""]
        place.wrapper =
            Namespaces.entry(["--mount"])
            + ["sh", "-c", "mount --bind '\(place.path("etc"))' /etc && exec \"$@\"", "sh"]
        func log(_ name: String) -> String { #"{ "serve": { "log": "\#(place.path(name))" } }"# }
        func logged(_ arguments: String...) throws -> [String] {
            let service = try place.start([Executables.rota, "serve"] + arguments)
            #expect(wait { service.output.contains("state ") || service.isOver }, "\(service.errors)")
            service.kill(.terminate)
            #expect(try service.finish().code == 0)
            let names = try FileSystem.names(in: place.folder).filter { $0.hasSuffix(".log") }
            for name in names { try FileSystem.remove(place.path(name)) }
            return names
        }

        #expect(try logged() == [])
        try place.write(log("machine.log"), to: "etc/rota/config.json")
        #expect(try logged() == ["machine.log"])
        try place.write(log("user.log"), to: ".config/rota/config.json")
        #expect(try logged() == ["user.log"])
        place.environment["ROTA_SERVE_LOG"] = place.path("variable.log")
        #expect(try logged() == ["variable.log"])
        #expect(try logged("--log", place.path("option.log")) == ["option.log"])

        let doctor = try place.rota("doctor").output
        #expect(doctor.contains("/etc/rota/config.json: read"), "\(doctor)")
        #expect(doctor.contains("serve --log: \(place.path("variable.log")), from ROTA_SERVE_LOG"))
        #expect(doctor.contains("machine.log, from /etc/rota/config.json, outdone by the one above"))
    }
}
