import Model
import Posix
import Testing

/// Others who work on the first two processors, by a file that stands for the kernel's own: whatever else this machine
/// does has no part in it.
final class OtherPeople {
    static let processors = (try? Machine.affinity()) ?? [0]
    static let canBeMade = processors.count > 1 && Namespaces.canMount
    static var first: Int { processors[0] }
    static var second: Int { processors[1] }

    private let place: Workplace
    private let counting: Running

    /// - Parameter place: whatever is started there from now on sees them.
    /// - Parameter busy: the processor on which they work.
    init(in place: Workplace, on busy: Int) throws {
        self.place = place
        let (a, b) = (Self.first, Self.second)
        try place.write("\(busy)\n", to: "busy")
        // Of the same length each time and written over the former: no reader finds half of it.
        let count = try place.script(
            "count",
            """
            t=0 a=0 b=0
            while :; do
                read -r busy < busy
                t=$((t + 10))
                if [ "$busy" = \(a) ]; then a=$((a + 10)); fi
                if [ "$busy" = \(b) ]; then b=$((b + 10)); fi
                printf 'cpu\(a) %012d 0 0 %012d 0 0 0 0 0 0\\ncpu\(b) %012d 0 0 %012d 0 0 0 0 0 0\\n' \\
                    $a $((t - a)) $b $((t - b)) 1<> stat
                sleep 0.05
            done
            """)
        counting = try place.start([count])
        try #require(wait { !place.content(of: "stat").isEmpty || self.counting.isOver }, "\(counting.errors)")
        let mount = "mount --bind '\(place.path("stat"))' /proc/stat && exec \"$@\""
        place.wrapper = Namespaces.entry(["--mount"]) + ["sh", "-c", mount, "sh"]
    }

    func go() throws { try place.write("nowhere\n", to: "busy") }

    /// Called last: nothing is counted any more.
    func end() { counting.kill() }
}

extension Record {
    /// What others kept busy, by positions, one after another.
    var coresKept: [[Int]] {
        facts.compactMap { fact in
            if case .coresKeptByOthers(_, let positions, _) = fact { positions } else { nil }
        }
    }
}
