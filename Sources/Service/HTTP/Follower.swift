/// Somebody who waits for something new to be durable.
protocol Follower: AnyObject, Sendable {
    /// Looks what is new; false: it needs to look no more.
    func look() -> Bool
    /// Time has passed; false: it is given up.
    func beat() -> Bool
    /// The service ends.
    func end()
}
