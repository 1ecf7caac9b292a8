/// Which requests reach the handler, judged by their header.
struct Doorkeeper {
    let limits: WebLimits
    let bearer: Bearer?
    /// Paths, decoded, that need no token.
    let exempt: Set<String>
    private var rates: RequestRates

    init(limits: WebLimits, token: String?, exempt: Set<String>) {
        self.limits = limits
        self.bearer = token.map(Bearer.init(token:))
        self.exempt = exempt
        rates = RequestRates(perSecond: limits.requestsPerSecond)
    }

    enum Verdict {
        case admitted(WebRequest)
        case refused(Reply)
    }

    mutating func judge(
        method: String, target: String, headers: WebFields, peer: String, isSurplus: Bool, at now: Int64
    ) -> Verdict {
        if isSurplus {
            return .refused(
                .refusal(503, "too many connections are busy", ["Retry-After": "1", "Connection": "close"]))
        }
        guard rates.admits(peer, at: now) else {
            return .refused(
                .refusal(429, "more than \(limits.requestsPerSecond) requests in a second", ["Retry-After": "1"]))
        }
        guard target.utf8.count <= limits.targetBytes else {
            return .refused(.refusal(414, "the address is longer than \(limits.targetBytes) bytes"))
        }
        guard headers.byteCount <= limits.headerBytes else {
            return .refused(.refusal(431, "the headers are larger than \(limits.headerBytes) bytes"))
        }
        guard let place = RequestTarget(target) else {
            return .refused(.refusal(400, "the address is malformed"))
        }
        let needsToken = !exempt.contains(place.pathText) || Self.bringsBody(headers)
        if let bearer, needsToken, !bearer.admits(headers["Authorization"]) {
            let sentence = "this takes the token: Authorization: Bearer TOKEN"
            return .refused(.refusal(401, sentence, ["WWW-Authenticate": "Bearer"]))
        }
        return judge(method: method, place: place, headers: headers, peer: peer)
    }

    private func judge(method: String, place: RequestTarget, headers: WebFields, peer: String) -> Verdict {
        let known = WebMethod.allCases.map(\.rawValue) + ["HEAD", "OPTIONS"]
        if method == "OPTIONS" {
            let fields: WebFields = ["Allow": known.joined(separator: ", ")]
            return .refused(Reply(status: 204, fields: fields, body: []))
        }
        guard let wanted = method == "HEAD" ? .get : WebMethod(rawValue: method) else {
            return .refused(.refusal(501, "the method is none of \(known.joined(separator: ", "))"))
        }
        if let length = headers["Content-Length"], (Int(length) ?? .max) > limits.bodyBytes {
            return .refused(.refusal(413, Self.tooLarge(limits)))
        }
        return .admitted(
            WebRequest(
                method: wanted, path: place.path, query: place.query, headers: headers, body: [], peer: peer))
    }

    /// What is brought without the token would be kept for somebody whom nobody knows.
    private static func bringsBody(_ headers: WebFields) -> Bool {
        headers["Transfer-Encoding"] != nil || (headers["Content-Length"].map { $0 != "0" } ?? false)
    }

    static func tooLarge(_ limits: WebLimits) -> String { "the body is larger than \(limits.bodyBytes) bytes" }
}
