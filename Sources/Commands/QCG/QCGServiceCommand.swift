internal import Dialects
internal import Model
internal import Posix
internal import Service
internal import Web

/// `qcg-service`: the global queue, under its old name and with its old face.
enum QCGServiceCommand {
    private static let program = "qcg-service"
    private static let options = [
        QCGArguments.Option(
            "address", "i", value: "IP", variable: "QCG_IQ_ADDRESS", "where to listen (this machine's public address)"),
        .init("port", "p", value: "PORT", variable: "QCG_IQ_PORT", "at this port (a random one, 2222 to 9999)"),
        .init("debug", "d", variable: "QCG_IQ_DEBUG", "say more of what happens"),
        .init("allow-plain", nil, "serve clients without keys beyond this machine, too"),
    ]
    // 20: that many random ports in a row are not taken.
    private static let tries = 20

    static func run(_ words: [String], _ screen: Screen) throws -> Int32 {
        let given = try QCGArguments(program, options, words)
        guard !given.wantsHelp else {
            let summary = "Keeps the queue that executors work on; clients find it by the file it writes here."
            screen.write(QCGArguments.help("\(program) [OPTION]…", summary, options), to: screen.output)
            return ExitCode.succeeded
        }
        let directory = try FileSystem.currentDirectory()
        let address = given["address"] ?? PublicAddress.find() ?? "127.0.0.1"
        let isPlain = given.has("allow-plain") || WebAddress.isLoopback(address)
        if given.has("allow-plain"), !WebAddress.isLoopback(address) {
            screen.complain("--allow-plain: whoever reaches \(address) runs commands as you.")
        }
        let session = try ServiceSession(order(given, address, directory, isPlain: isPlain))
        for damage in session.damage { screen.complain(damage) }
        var failure: SystemFailure?
        let isDebugging = given.has("debug")
        let stop = try session.serve { access in
            let printed = isPlain ? access.plain : access.zeromq
            do throws(SystemFailure) {
                try FileSystem.replace(
                    directory + "/" + QCGServiceFolder.globalQueueAddress, with: Array(printed.utf8), mode: 0o644)
            } catch { failure = error }
            screen.print(QCGClientText.listening(at: printed))
            if isDebugging { screen.tell("rota: executors at \(access.zeromq), HTTP at \(access.http)") }
            screen.flush()
        } note: { note in
            guard isDebugging || note.level != .debug else { return }
            // From whatever thread knows it; one write is one line.
            try? FileDescriptor.standardError.writeAll("rota: \(note.sentence).\n")
        }
        if let failure { throw failure }
        if case .signal(.hangUp) = stop { return ExitCode.interrupted }
        return ExitCode.succeeded
    }

    private static func order(
        _ given: QCGArguments, _ address: String, _ directory: String, isPlain: Bool
    ) throws -> ServiceOrder {
        var order = ServiceOrder(
            directory: directory, arguments: Array(CommandLine.arguments.dropFirst()), version: Version.text)
        order.statePath = Environment.value(of: "ROTA_STATE") ?? directory + "/.rota"
        order.accessPath = directory + "/" + QCGServiceAddress.accessName
        order.address = address
        var random = SystemRandomNumberGenerator()
        var offer = QCGOffer(
            dialect: .globalQueue,
            instance: QCGServiceFolder.instance(host: Machine.hostName(), number: random.next()),
            moment: SubmissionMoment.now)
        offer.servesKeyed = true
        let port = try given.number("port", in: 1...65_535)
        let ports = port.map { [$0] } ?? (0..<tries).map { _ in Int.random(in: 2222...9999, using: &random) } + [0]
        if isPlain {
            // The address that is printed is the one that clients without keys come to.
            offer.plainAddress = address
            offer.plainPorts = ports
            offer.keepsPorts = port == nil
            order.executorPorts = [0]
        } else {
            offer.plainAddress = "127.0.0.1"
            offer.plainPorts = []
            order.executorPorts = ports
            order.keepsExecutorPort = port == nil
        }
        offer.publisherPorts = [0]
        order.qcg = offer
        return order
    }
}
