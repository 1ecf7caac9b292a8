internal import CWeb

/// Between the library's words and ours.
extension ServerLoop {
    func calls() -> cweb_calls {
        cweb_calls(
            context: Unmanaged.passUnretained(self).toOpaque(),
            accepts: { context, peer in loop(context)?.accepts(text(peer)) == true ? 1 : 0 },
            opened: { context, peer, descriptor in
                UnsafeMutableRawPointer(bitPattern: loop(context)?.opened(text(peer), descriptor: descriptor) ?? 0)
            },
            closed: { context, link in loop(context)?.closed(Int(bitPattern: link)) },
            began: { context, target in
                UnsafeMutableRawPointer(bitPattern: loop(context)?.began(text(target)) ?? 0)
            },
            step: { context, connection, link, request, method, bytes, count in
                guard let loop = loop(context), let connection else { return Int32(CWEB_ABORT) }
                let piece = UnsafeRawBufferPointer(start: bytes, count: count)
                return Int32(
                    loop.step(
                        Int(bitPattern: request), of: Int(bitPattern: link), connection, method: text(method),
                        bytes: piece))
            },
            finished: { context, request in loop(context)?.finished(Int(bitPattern: request)) })
    }

    func headers(of connection: OpaquePointer) -> WebFields {
        var fields = WebFields()
        withUnsafeMutablePointer(to: &fields) { place in
            cweb_header_fields(connection, place) { context, name, value in
                context?.assumingMemoryBound(to: WebFields.self).pointee.append(text(name), text(value))
            }
        }
        return fields
    }

    func queue(_ reply: Reply, on connection: OpaquePointer) -> Int {
        let response = reply.body.withUnsafeBufferPointer { cweb_response_whole($0.baseAddress, $0.count) }
        return queue(reply, on: connection, response)
    }

    /// Fields that could not be sent as what they are are left out.
    func queue(_ head: Reply, on connection: OpaquePointer, _ response: OpaquePointer?) -> Int {
        guard let response else { return CWEB_ABORT }
        let fields = head.fields.fields.filter { field in
            var alone = WebFields()
            alone.append(field.name, field.value)
            return alone.unsendable == nil
        }
        let texts = fields.map { (Array($0.name.utf8CString), Array($0.value.utf8CString)) }
        let isQueued = withFields(texts[...]) { pointers in
            cweb_answer(connection, UInt32(head.status), pointers, Int32(pointers.count), response)
        }
        return isQueued == 1 ? CWEB_GO_ON : CWEB_ABORT
    }
}

/// Calls with pointers into all of the texts.
private func withFields<Result>(
    _ texts: ArraySlice<([CChar], [CChar])>, _ pointers: [cweb_field] = [], _ act: ([cweb_field]) -> Result
) -> Result {
    guard let (name, value) = texts.first else { return act(pointers) }
    return name.withUnsafeBufferPointer { name in
        value.withUnsafeBufferPointer { value in
            let field = cweb_field(name: name.baseAddress, value: value.baseAddress)
            return withFields(texts.dropFirst(), pointers + [field], act)
        }
    }
}

private func loop(_ context: UnsafeMutableRawPointer?) -> ServerLoop? {
    context.map { Unmanaged<ServerLoop>.fromOpaque($0).takeUnretainedValue() }
}

private func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
