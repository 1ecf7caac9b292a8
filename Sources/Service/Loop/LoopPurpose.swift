internal import Posix

/// Where carrying out one run and serving many clients differ.
enum LoopPurpose {
    /// Ends with its last task; a signal ends its tasks.
    case run(RunOrder)
    /// Stays until it is told to end, and leaves what runs elsewhere running.
    case service(Mailbox)

    var stays: Bool {
        if case .service = self { true } else { false }
    }

    /// Whether the terminal belongs to the one task there is.
    var isForeground: Bool {
        if case .run(let order) = self { order.isForeground } else { false }
    }

    /// What still comes to a run; none: nothing, or it is no run.
    var course: (any RunCourse)? {
        if case .run(let order) = self, let course = order.course, !course.isOver { course } else { nil }
    }

    var descriptors: [FileDescriptor] {
        if case .service(let mailbox) = self { [mailbox.descriptor] } else { [] }
    }
}
