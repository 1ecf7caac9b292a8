import Glibc

/// Tasks that leave a mark of their iteration and attempt in one file, and what these say.
///
/// The mark is a single write at the end of a file, so marks of tasks that run at once never mix. Before it, the
/// task locks one file for each core it may run on: a lock that is taken already means a core was given twice.
struct Marks {
    let script: String
    private let workplace: Workplace

    /// - Parameter work: shell commands between the locks and the mark.
    init(in workplace: Workplace, work: String = ":") throws {
        self.workplace = workplace
        script = try workplace.script(
            "mark",
            """
            while read -r key value; do
                if [ "$key" = Cpus_allowed_list: ]; then cores=$value; fi
            done < /proc/self/status
            for span in ${cores//,/ }; do
                for ((core = ${span%-*}; core <= ${span#*-}; core++)); do
                    exec {lock}>> "\(workplace.folder)/core-$core"
                    flock -n $lock || echo "$1 $ROTA_ATTEMPT core $core" >> "\(workplace.folder)/collisions"
                done
            done
            \(work)
            echo "$1 $ROTA_ATTEMPT" >> "\(workplace.folder)/marks"
            """, shell: "/bin/bash")
    }

    /// Iteration and attempt, in the order in which the marks were left.
    var all: [Mark] {
        workplace.lines(of: "marks").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 2, let iteration = Int(words[0]) else { return nil }
            return Mark(iteration: iteration, attempt: String(words[1]))
        }
    }

    /// A line for each core that was given to two tasks at once.
    var collisions: [String] { workplace.lines(of: "collisions") }

    struct Mark: Hashable {
        var iteration: Int
        var attempt: String
    }
}
