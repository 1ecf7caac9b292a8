internal import Glibc

/// A thread of one's own, for what must neither wait for others nor make them wait.
package struct Thread: Sendable {
    private let identity: pthread_t

    private final class Body {
        let act: () -> Void

        init(_ act: @escaping () -> Void) { self.act = act }
    }

    /// Starts a thread that gets no signals; somebody must join it.
    package static func start(_ act: sending @escaping () -> Void) throws(SystemFailure) -> Thread {
        var identity = pthread_t()
        let body = unsafe Unmanaged.passRetained(Body(act))
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        // A thread begins with the signals blocked that its maker had blocked.
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        let error = unsafe pthread_create(
            &identity, nil,
            { context in
                guard let context = unsafe context else { return nil }
                unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().act()
                return nil
            }, body.toOpaque())
        unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
        if error != 0 {
            unsafe body.release()
            throw SystemFailure(call: "pthread_create", errorNumber: error)
        }
        return Thread(identity: identity)
    }

    /// Waits until it has ended; once, and not from the thread itself.
    package func join() { pthread_join(identity, nil) }
}
