internal import Dialects
internal import Posix
internal import Service

/// `rota doctor`: what Rota finds here, in a form that can be pasted into a ticket.
enum DoctorCommand {
    static func run(_ arguments: ParsedArguments, _ screen: Screen) throws -> Int32 {
        let environment = Environment.variables()
        var findings = MachineExamination.findings()
        let state = ServedFolder.path(
            option: arguments.value(of: "state"), directory: try FileSystem.currentDirectory())
        let around = SurroundingsExamination(
            statePath: state, service: arguments.value(of: "service"), environment: environment)
        findings += around.findings()
        var settings: [Setting] = []
        do {
            let configuration = try Configuration(environment: environment)
            settings = configuration.settings
            findings += configuration.files.map {
                DoctorFinding(section: "configuration", name: $0.path, value: $0.isThere ? "read" : "not there")
            }
        } catch {
            findings.append(
                DoctorFinding(section: "configuration", name: "refused", value: "\(error)", standing: .broken))
        }
        if arguments.has("json") {
            write(findings, settings, screen)
        } else {
            show(findings, settings, screen)
        }
        return findings.contains { $0.standing == .broken } ? ExitCode.failed : ExitCode.succeeded
    }

    private static func show(_ findings: [DoctorFinding], _ settings: [Setting], _ screen: Screen) {
        var section = ""
        for finding in findings {
            if finding.section != section { screen.print((section.isEmpty ? "" : "\n") + finding.section) }
            section = finding.section
            let mark = finding.standing == .fine ? " " : finding.standing == .broken ? "✗" : "!"
            screen.print("\(mark) \(finding.name): \(ShownText.harmless(finding.value))")
            if !finding.remedy.isEmpty { screen.print("    \(finding.remedy)") }
        }
        var seen: Set<String> = []
        for setting in settings {
            let name = "\(setting.command) --\(setting.option)"
            let isHidden = !seen.insert(name).inserted
            let value = setting.values.isEmpty ? "on" : setting.values.joined(separator: ", ")
            let source = "from \(setting.source)\(isHidden ? ", outdone by the one above" : "")"
            screen.print("  \(name): \(ShownText.harmless(value)), \(source)")
        }
        let broken = findings.count { $0.standing == .broken }
        screen.print(
            broken == 0 ? "\nNothing is broken." : "\n\(Wording.count(broken, "thing is", "things are")) broken.")
    }

    private static func write(_ findings: [DoctorFinding], _ settings: [Setting], _ screen: Screen) {
        var json = JSONText()
        json.object { json in
            json.member("broken", findings.contains { $0.standing == .broken })
            json.key("findings")
            json.array { json in for finding in findings { finding.write(to: &json) } }
            json.key("settings")
            json.array { json in
                for setting in settings {
                    json.object { json in
                        json.member("command", setting.command)
                        json.member("option", setting.option)
                        json.key("values")
                        json.array { json in for value in setting.values { json.value(value) } }
                        json.member("source", "\(setting.source)")
                    }
                }
            }
        }
        screen.print(json)
    }
}
