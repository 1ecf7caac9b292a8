internal import CWeb
internal import Model
internal import Posix

/// One request under way in the client's library.
final class Transfer {
    typealias Taking = (Transfer, UnsafeRawBufferPointer) -> Bool

    struct Request {
        var address: String
        var socket: String?
        var method: WebMethod
        var lines: [String]
        var body: [UInt8]
        var pin: String?
        var isDirect: Bool
        var limits: WebClient.Limits
    }

    enum Result {
        case done
        case stopped
        case failed(Int, words: String)
    }

    var body: [UInt8] = []
    var isTooLarge = false
    private var status = 0
    private var headers = WebFields()
    private let taking: Taking

    init(taking: @escaping Taking) { self.taking = taking }

    var response: WebResponse { WebResponse(status: status, headers: headers, body: body) }

    func perform(_ request: Request, with client: OpaquePointer, stop: FileDescriptor?) -> Result {
        request.body.withUnsafeBufferPointer { body in
            guard let transfer = begin(request, body, with: client) else {
                return .failed(Int(CWEB_OTHER), words: "out of memory")
            }
            defer { cweb_transfer_end(transfer) }
            while true {
                switch Int(cweb_transfer_continue(transfer, stop?.number ?? -1)) {
                case CWEB_DONE: return outcome(of: transfer)
                case CWEB_READABLE: return .stopped
                default: continue
                }
            }
        }
    }

    private func outcome(of transfer: OpaquePointer) -> Result {
        var code: Int32 = 0
        var words: UnsafePointer<CChar>?
        let outcome = Int(cweb_transfer_outcome(transfer, &code, &words))
        status = Int(code)
        switch outcome {
        case CWEB_FINE: return .done
        case CWEB_ENDED_BY_US: return .stopped
        default: return .failed(outcome, words: words.map { String(cString: $0) } ?? "")
        }
    }

    private func begin(
        _ request: Request, _ body: UnsafeBufferPointer<UInt8>, with client: OpaquePointer
    ) -> OpaquePointer? {
        withTexts(request.lines[...]) { lines in
            request.address.withCString { address in
                request.method.rawValue.withCString { method in
                    withOptionalText(request.socket) { socket in
                        withOptionalText(request.pin) { pin in
                            lines.withUnsafeBufferPointer { lines in
                                var options = cweb_request(
                                    address: address, method: method, headers: lines.baseAddress,
                                    header_count: Int32(lines.count), body: body.baseAddress,
                                    body_count: body.count, socket: socket, pin: pin,
                                    is_direct: request.isDirect ? 1 : 0,
                                    connect_milliseconds: request.limits.connecting.nanoseconds / 1_000_000,
                                    silence_seconds: request.limits.silence.nanoseconds / 1_000_000_000,
                                    context: Unmanaged.passUnretained(self).toOpaque(),
                                    header: { context, bytes, count in
                                        let header = UnsafeRawBufferPointer(start: bytes, count: count)
                                        transfer(context)?.takeHeader(header)
                                        return 1
                                    },
                                    piece: { context, bytes, count in
                                        let piece = UnsafeRawBufferPointer(start: bytes, count: count)
                                        return transfer(context)?.take(piece) == true ? 1 : 0
                                    })
                                return cweb_transfer_begin(client, &options)
                            }
                        }
                    }
                }
            }
        }
    }

    private func take(_ bytes: UnsafeRawBufferPointer) -> Bool { taking(self, bytes) }

    private func takeHeader(_ bytes: UnsafeRawBufferPointer) {
        let line = String(decoding: bytes, as: UTF8.self).unicodeScalars.split { $0 == "\r" || $0 == "\n" }.first
        guard let line else { return }
        if String(line).hasPrefix("HTTP/") {
            // One of several: an interim answer, such as 100, goes before the real one.
            headers = WebFields()
            status = line.split(separator: " ").dropFirst().first.flatMap { Int(String($0)) } ?? 0
            return
        }
        let sides = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2 else { return }
        headers.append(String(sides[0]), String(String.UnicodeScalarView(sides[1].drop { $0 == " " || $0 == "\t" })))
    }
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
}

private func withOptionalText<Result>(_ text: String?, _ act: (UnsafePointer<CChar>?) -> Result) -> Result {
    text.map { $0.withCString(act) } ?? act(nil)
}

/// Calls with pointers to all of the texts.
private func withTexts<Result>(
    _ texts: ArraySlice<String>, _ pointers: [UnsafePointer<CChar>?] = [],
    _ act: ([UnsafePointer<CChar>?]) -> Result
) -> Result {
    guard let text = texts.first else { return act(pointers) }
    return text.withCString { withTexts(texts.dropFirst(), pointers + [$0], act) }
}
