internal import Dialects
internal import Glibc
internal import Model
internal import Posix
internal import Synchronization
internal import Watch

/// Looks once a second which processes descend from this one, and keeps what it saw in the auxiliary folder.
final class QCGProcessWatch: Sendable {
    private let path: String
    private let node = Machine.hostName()
    private let bell: FileDescriptor
    private let ringing: FileDescriptor
    private let thread = Mutex<Posix.Thread?>(nil)

    // 1 s: a look costs some ten microseconds a process.
    private static let pauseNanoseconds: Int64 = 1_000_000_000
    private static let ticksPerSecond = Int64(max(sysconf(Int32(_SC_CLK_TCK)), 1))
    private static let pageSize = Int64(sysconf(Int32(_SC_PAGESIZE)))

    init(folder: String) throws(SystemFailure) {
        let now = Instant(nanoseconds: Clock.wallNanoseconds())
        let zone = SubmissionMoment.now().zoneOffsetSeconds
        let name = QCGProcessTrace.fileName(
            of: node, at: now, zoneOffsetSeconds: zone, process: Int(Posix.Process.number))
        path = "\(folder)/\(name)"
        (bell, ringing) = try FileDescriptor.pipe()
        let started = try Posix.Thread.start { [self] in watch() }
        thread.withLock { $0 = started }
    }

    func end() {
        ringing.close()
        thread.withLock { $0.take() }?.join()
        bell.close()
    }

    private func watch() {
        var seen: [Int: QCGProcess] = [:]
        while true {
            // One that has ended and was not waited for shows no words any more.
            let found = Self.descendants(node).filter { !$0.words.isEmpty || seen[$0.identifier] == nil }
            let isNews = found.contains { seen[$0.identifier]?.words != $0.words }
            for process in found { seen[process.identifier] = process }
            let isOver =
                (try? Readiness.wait(for: [(bell, .readable)], nanoseconds: Self.pauseNanoseconds))?
                .first?.isEmpty != true
            if isNews || isOver { write(seen) }
            if isOver { return }
        }
    }

    private func write(_ seen: [Int: QCGProcess]) {
        let text = QCGProcessTrace.text(
            seen.values.sorted { $0.identifier < $1.identifier }, on: node,
            zoneOffsetSeconds: SubmissionMoment.now().zoneOffsetSeconds)
        try? FileSystem.replace(path, with: Array(text.utf8), mode: 0o644)
    }

    private static func descendants(_ node: String) -> [QCGProcess] {
        let uptime = (try? FileSystem.content(of: "/proc/uptime")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let seconds = uptime.split(separator: " ").first.flatMap { Double($0) } ?? 0
        let bootedAt = Clock.wallNanoseconds() - Int64(seconds * 1_000_000_000)
        var found: [QCGProcess] = []
        var known: Set<Int32> = []
        var waiting = ProcessTree.children(of: Posix.Process.number)
        while let number = waiting.popLast() {
            guard known.insert(number).inserted else { continue }
            if let process = process(number, node, bootedAt: bootedAt) { found.append(process) }
            waiting += ProcessTree.children(of: number)
        }
        return found
    }

    /// None when it has ended meanwhile.
    private static func process(_ number: Int32, _ node: String, bootedAt: Int64) -> QCGProcess? {
        // The name may hold blanks and parentheses of its own: only the last parenthesis ends it.
        guard let stat = try? FileSystem.content(of: "/proc/\(number)/stat"),
            let start = stat.firstIndex(of: UInt8(ascii: "(")), let end = stat.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        // proc_pid_stat(5) numbers the fields from 1 and the first one here, the state, is its third.
        let fields = String(decoding: stat[(end + 1)...], as: UTF8.self).split(separator: " ")
        func field(_ number: Int) -> Int64 { number - 3 < fields.count ? Int64(fields[number - 3]) ?? 0 : 0 }
        func time(_ ticks: Int64) -> Duration { Duration(nanoseconds: ticks * (1_000_000_000 / ticksPerSecond)) }
        let words = ((try? FileSystem.content(of: "/proc/\(number)/cmdline")) ?? []).split(separator: 0)
        return QCGProcess(
            identifier: Int(number), parent: Int(field(4)),
            name: String(decoding: stat[(start + 1)..<end], as: UTF8.self),
            words: words.map { String(decoding: $0, as: UTF8.self) }, node: node,
            createdAt: Instant(nanoseconds: bootedAt) + time(field(22)), processors: processors(of: number),
            userTime: time(field(14)), systemTime: time(field(15)), memory: Bytes(field(24) * pageSize))
    }

    private static func processors(of number: Int32) -> [Int] {
        let status = (try? FileSystem.content(of: "/proc/\(number)/status")) ?? []
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("Cpus_allowed_list:") }
        return ProcessorList.parse(String(line?.split(separator: "\t").last ?? "")) ?? []
    }
}
