import Dialects
import Model

/// A run of eight tasks on two nodes of two cores, two milliseconds of each lost on either side of the program.
enum QCGSampleRun {
    private struct Row {
        var name: String
        var state: String
        var seconds: [String]
        var allocation: String
        var time: String
        var process: Int
        var program: String
    }

    // Seconds after 14:04: queued, scheduled, executing, ended.
    private static let rows = [
        Row(
            name: "ok", state: "SUCCEED", seconds: ["30.719566", "30.725838", "30.727108", "30.735903"],
            allocation: "n1[0]", time: "00.008733", process: 22038, program: "echo"),
        Row(
            name: "bad", state: "FAILED", seconds: ["30.719719", "30.736527", "30.736858", "30.746194"],
            allocation: "n1[0]", time: "00.009222", process: 22047, program: "false"),
        Row(
            name: "its:1", state: "SUCCEED", seconds: ["", "30.726357", "30.727514", "31.290222"],
            allocation: "n2[0]", time: "00.562549", process: 22042, program: "bash"),
        Row(
            name: "its:0", state: "SUCCEED", seconds: ["", "30.726192", "30.727330", "31.413629"],
            allocation: "n1[1]", time: "00.686186", process: 22040, program: "bash"),
        Row(
            name: "its:2", state: "SUCCEED", seconds: ["", "30.726491", "30.727686", "31.493389"],
            allocation: "n2[1]", time: "00.765497", process: 22044, program: "bash"),
        Row(
            name: "its", state: "SUCCEED", seconds: ["30.719670", "", "", "31.493437"], allocation: "", time: "",
            process: 0, program: ""),
        Row(
            name: "two", state: "SUCCEED", seconds: ["30.719820", "31.494486", "31.494934", "31.999456"],
            allocation: "n1[1],n2[1]", time: "00.504400", process: 22387, program: "sleep"),
        Row(
            name: "wide", state: "SUCCEED", seconds: ["30.719768", "31.291087", "31.291591", "32.300816"],
            allocation: "n1[0],n2[0]", time: "01.009085", process: 22359, program: "sleep"),
        Row(
            name: "dep", state: "SUCCEED", seconds: ["30.719896", "32.000251", "32.000777", "32.303143"],
            allocation: "n1[1]", time: "00.302257", process: 22408, program: "sleep"),
    ]

    /// What stopped the old tools: a task that was skipped, and one that never got as far as running.
    static let unrun = """
        {"name": "om","state": "OMITTED","history": [{"state": "QUEUED","date": "2026-11-21T14:04:30.719951"},\
        {"state": "OMITTED","date": "2026-11-21T14:04:30.747606"}],"runtime": {}}
        {"name": "nofile","state": "FAILED","history": [{"state": "QUEUED","date": "2026-11-21T14:04:30.719951"},\
        {"state": "FAILED","date": "2026-11-21T14:04:30.747606"}],"runtime": {"allocation": "n1[0]","rtime": "0",\
        "exit_code": "-1","pid": "-1","pname": "a"}}

        """

    static var report: String { rows.map { line(of: $0) + "\n" }.joined() }

    private static func line(of row: Row) -> String {
        let states = ["QUEUED", "SCHEDULED", "EXECUTING", row.state]
        let steps = zip(states, row.seconds).filter { !$1.isEmpty }
            .map { "{\"state\": \"\($0)\",\"date\": \"2026-11-21T14:04:\($1)\"}" }
        let runtime =
            row.time.isEmpty
            ? ""
            : """
            "allocation": "\(row.allocation)","wd": "/w","rtime": "0:00:\(row.time)",\
            "exit_code": "\(row.state == "FAILED" ? 1 : 0)","pid": "\(row.process)","pname": "\(row.program)"
            """
        return """
            {"name": "\(row.name)","state": "\(row.state)","history": [\(steps.joined(separator: ","))],\
            "runtime": {\(runtime)}}
            """
    }

    static let finalStatus = """
        {"System": {"Started": "2026-11-21 14:04:30.715265","Generated": "2026-11-21 14:04:32.429690"},
         "Resources": {"TotalNodes": 2,"TotalCores": 4},"IterationStats": {"TotalIterations": 9,"FailedIterations": 2}}
        """

    /// What a wrapper measured: two milliseconds inside of what the service saw.
    static var measured: String {
        let times = rows.filter { !$0.time.isEmpty }.map { row in
            "\"\(row.name)\": {\"s\": \"\(date(row.seconds[2], 2000))\", \"f\": \"\(date(row.seconds[3], -2000))\"}"
        }
        return "{\"node\": \"n1\", \"rt\": {\(times.joined(separator: ","))}}"
    }

    private static func date(_ seconds: String, _ microseconds: Int) -> String {
        let parts = seconds.split(separator: ".")
        let whole = (Int(parts[0]) ?? 0) * 1_000_000 + (Int(parts[1]) ?? 0) + microseconds
        return "2026-11-21 14:04:\(whole / 1_000_000).\(String(whole % 1_000_000 + 1_000_000).dropFirst())"
    }

    static func account(isMeasured: Bool = true) throws -> QCGRunAccount {
        var account = try QCGRunAccount(report: Array(report.utf8), finalStatus: Array(finalStatus.utf8))
        if isMeasured { try account.add(measured: Array(measured.utf8), document: "rtimes") }
        return account
    }
}
