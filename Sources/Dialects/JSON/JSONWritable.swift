/// A value that an answer or a request can hold.
package protocol JSONWritable {
    func write(to json: inout JSONText)
}
