package import Model

extension LedgerWriter {
    /// 1 GiB of values a submission: a quarter of what a frame can hold.
    package static let largestSubmission = 1 << 30

    /// Refuses jobs whose lists of values are larger than one commit can be.
    package static func refuseTooLarge(_ jobs: [Job], largest: Int = largestSubmission) throws(Refusal) {
        var total = 0
        for job in jobs {
            for column in job.iterations.columns {
                if case .list(let texts) = column.values { total += texts.bytes.count + texts.count * 5 }
            }
            guard total <= largest else {
                throw .tooLarge(
                    job: job.name, asked: "\(Bytes(Int64(total))) of values, with the jobs submitted before it",
                    largest: "one submission holds at most \(Bytes(Int64(largest)))",
                    remedy: "Submit it in parts, or let its values name files.")
            }
        }
    }
}
