import Commands
import Model
import Posix
import Testing

@Suite("what configures a service and an executor")
struct ConfigurationTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-configuration")
        defer { try? FileSystem.removeTree(folder) }
        try FileSystem.makeDirectories(folder + "/user/rota")
        try body(folder)
    }

    private func read(_ words: String...) throws -> ParsedArguments {
        switch try ArgumentReader(commands: CommandTable.all).read(words) {
        case .command(let parsed): return parsed
        default: throw Refusal.noIterations(job: "no command was read")
        }
    }

    private func configuration(
        user: String? = nil, machine: String? = nil, _ variables: [String: String] = [:], in folder: String
    ) throws -> Configuration {
        if let user { try FileSystem.replace(folder + "/user/rota/config.json", with: Array(user.utf8)) }
        if let machine { try FileSystem.replace(folder + "/machine.json", with: Array(machine.utf8)) }
        var environment = variables
        environment["XDG_CONFIG_HOME"] = folder + "/user"
        return try Configuration(environment: environment, machineFile: folder + "/machine.json")
    }

    @Test("options win over variables, these over the user's file, and that over the machine's")
    func order() throws {
        try withFolder { folder in
            let configuration = try configuration(
                user: #"{ "serve": { "keep": "2d", "log": "user.log", "address": "10.0.0.2" } } // mine"#,
                machine:
                    #"{ "serve": { "keep": "1d", "log": "m.log", "address": "10.0.0.1", "port-range": "7000-7100" } }"#,
                ["ROTA_SERVE_KEEP": "3d", "ROTA_SERVE_LOG": "variable.log"], in: folder)

            let completed = configuration.completed(try read("serve", "--keep", "4d"))

            #expect(completed.value(of: "keep") == "4d")
            #expect(completed.value(of: "log") == "variable.log")
            #expect(completed.value(of: "address") == "10.0.0.2")
            #expect(completed.value(of: "port-range") == "7000-7100")
            #expect(
                configuration.settings.first { $0.option == "address" }?.source
                    == .file(folder + "/user/rota/config.json"))
            #expect(configuration.settings.first { $0.option == "log" }?.source == .variable("ROTA_SERVE_LOG"))
        }
    }

    @Test("an executor's tags come from a list or a variable with commas, its times from numbers too")
    func lists() throws {
        try withFolder { folder in
            let file = try configuration(user: #"{"executor": {"tag": ["a", "b"], "idle-timeout": 90}}"#, in: folder)
            #expect(file.completed(try read("executor")).values(of: "tag") == ["a", "b"])
            #expect(file.completed(try read("executor")).value(of: "idle-timeout") == "90")
            #expect(file.completed(try read("executor", "--tag", "c")).values(of: "tag") == ["c"])
            #expect(file.completed(try read("serve")).given.isEmpty)

            let variable = try configuration(["ROTA_EXECUTOR_TAG": "x,y"], in: folder)
            #expect(variable.completed(try read("executor")).values(of: "tag") == ["x", "y"])
        }
    }

    @Test("a name that nobody knows is refused with the nearest that is known")
    func unknown() throws {
        try withFolder { folder in
            func problem(_ body: () throws -> Configuration) -> String {
                do { return "\(try body().settings)" } catch { return "\(error)" }
            }
            #expect(
                problem { try configuration(user: #"{"serve": {"adress": ""}}"#, in: folder) }.hasSuffix(
                    #"Did you mean "address"?"#))
            #expect(
                problem { try configuration(user: #"{"server": {}}"#, in: folder) }.hasSuffix(#"Did you mean "serve"?"#)
            )
            #expect(
                problem { try configuration(user: "{}", ["ROTA_SERVE_KEPP": "1d"], in: folder) }.hasSuffix(
                    "Did you mean ROTA_SERVE_KEEP?"))
            #expect(
                problem { try configuration(user: #"{"serve": {"log-level": "loud"}}"#, in: folder) }.contains(
                    "config.json:1:"))
            #expect(
                problem { try configuration(user: #"{"serve": {"detach": true}}"#, in: folder) }.contains(
                    "not known here"))
        }
    }
}
