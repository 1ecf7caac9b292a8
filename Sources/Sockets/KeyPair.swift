internal import CZeroMQ

/// Who somebody is, for CURVE; printed, it tells the public key alone.
package struct KeyPair: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
    package let publicKey: CurveKey
    package let secretKey: CurveKey

    /// A new one, from the kernel's random numbers.
    package init() throws(SocketFailure) {
        var texts = ([CChar](repeating: 0, count: 41), [CChar](repeating: 0, count: 41))
        guard unsafe zmq_curve_keypair(&texts.0, &texts.1) == 0, let publicKey = CurveKey(characters: texts.0),
            let secretKey = CurveKey(characters: texts.1)
        else { throw SocketFailure(lastOf: "make a key pair") }
        self.publicKey = publicKey
        self.secretKey = secretKey
    }

    /// The one that a secret key belongs to.
    package init(secretKey: CurveKey) throws(SocketFailure) {
        var text = [CChar](repeating: 0, count: 41)
        guard unsafe zmq_curve_public(&text, secretKey.text) == 0, let publicKey = CurveKey(characters: text) else {
            throw SocketFailure(lastOf: "read a secret key")
        }
        self.publicKey = publicKey
        self.secretKey = secretKey
    }

    package var description: String { "the key pair of \(publicKey.text)" }
    package var debugDescription: String { description }
}

extension CurveKey {
    fileprivate init?(characters: [CChar]) {
        self.init(text: String(decoding: characters.prefix(40).map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
}
