internal import CZeroMQ

/// A public or secret key of CURVE.
package struct CurveKey: Sendable, Hashable {
    /// 32 of them.
    package let bytes: [UInt8]

    /// None unless there are 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// As files and people carry it: 40 characters of Z85.
    package init?(text: String) {
        guard text.utf8.count == 40 else { return nil }
        var decoded = [UInt8](repeating: 0, count: 32)
        guard unsafe zmq_z85_decode(&decoded, text) != nil else { return nil }
        bytes = decoded
    }

    package var text: String {
        var encoded = [CChar](repeating: 0, count: 41)
        unsafe zmq_z85_encode(&encoded, bytes, bytes.count)
        return String(decoding: encoded.prefix(40).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
