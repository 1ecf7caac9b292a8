internal import CWeb
internal import Posix

/// A certificate and its private key, as PEM.
package struct Certificate: Sendable, Hashable {
    package var certificate: String
    package var key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    /// A new key (ECDSA, P-256) with a certificate signed by itself, for ten years from yesterday: clocks differ.
    ///
    /// - Parameter name: whom it is for; people read it, nobody checks it.
    package static func selfSigned(for name: String) throws(WebFailure) -> Certificate {
        try load()
        let day: Int64 = 86400
        let now = Clock.wallNanoseconds() / 1_000_000_000
        var certificate: UnsafeMutablePointer<CChar>?
        var key: UnsafeMutablePointer<CChar>?
        // What else may stand in a name would be its syntax.
        let plain = name.unicodeScalars.filter {
            $0.properties.isAlphabetic || "0123456789.-_".unicodeScalars.contains($0)
        }
        let subject = "CN=" + (plain.isEmpty ? "server" : String(String.UnicodeScalarView(plain)))
        let error = cweb_certificate_make(subject, now - day, now + 3652 * day, &certificate, &key)
        guard error == 0, let certificate, let key else { throw failure(error) }
        defer {
            cweb_free(certificate)
            cweb_free(key)
        }
        return Certificate(certificate: String(cString: certificate), key: String(cString: key))
    }

    /// What a client must know to trust it: base64 of the SHA-256 of its public key.
    package func pin() throws(WebFailure) -> String {
        try Self.load()
        var pin = [CChar](repeating: 0, count: 45)
        let bytes = Array(certificate.utf8)
        let error = cweb_certificate_pin(bytes, bytes.count, &pin)
        if error != 0 { throw Self.failure(error) }
        return String(decoding: pin.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func load() throws(WebFailure) {
        guard let reason = cweb_certificate_load() else { return }
        throw .library(name: "GnuTLS", package: "libgnutls30", reason: String(cString: reason))
    }

    private static func failure(_ error: Int32) -> WebFailure {
        .certificate(reason: cweb_certificate_words(error).map { String(cString: $0) } ?? "error \(error)")
    }
}
