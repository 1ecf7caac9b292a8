import Dialects
import Model
import Testing

/// The report tools' output for one run, line by line as the old tools printed it for the same files.
struct QCGToolTests {
    @Test("stats say how many, on what, how long, and what was not work")
    func statistics() throws {
        let text = try QCGSampleRun.account().statistics(withDetails: false)

        #expect(
            text == """
                \t          total jobs: 9
                \t         failed jobs: 2
                \t         total cores: 4
                \t         total nodes: 2
                \t     service started: 2026-11-21 14:04:30.715265
                \t    service finished: 2026-11-21 14:04:32.429690
                \t     service runtime: 1.71 secs
                \t       init overhead: 0.01 secs
                \t     finish overhead: 0.13 secs
                \t      total overhead: 0.14 secs
                \t      overhead ratio: 8.1 %
                \t overhead core-hours: 0.00

                """)
    }

    @Test("details of stats are the first and last moments and the run times' distribution")
    func detailedStatistics() throws {
        let text = try QCGSampleRun.account().statistics(withDetails: true)

        #expect(
            text.contains(
                """
                \t    first job queued: 2026-11-21 14:04:30.719566
                \t     last job queued: 2026-11-21 14:04:30.719896
                \t  total queuing time: 0.00033
                \t     first job start: 2026-11-21 14:04:30.727108
                \t     last job finish: 2026-11-21 14:04:32.303143
                \tjobs runtime statistics (seconds):
                \t                           max: 1.009085
                \t                           min: 0.008733
                \t                          mean: 0.48099
                """))
        #expect(text.contains("\t                        median: 0.53347"))
        #expect(text.contains("\t                     median_lo: 0.5044\n\t                     median_hi: 0.562549\n"))
        #expect(text.contains("\t                         stdev: 0.355903490976"))
        #expect(text.contains("\t                        pstdev: 0.332917231497"))
        #expect(text.contains("\t                           var: 0.12666729488"))
        #expect(text.contains("\t                          pvar: 0.110833883027"))
    }

    @Test("text is the report, a paragraph each")
    func text() throws {
        let text = try QCGSampleRun.account().text

        #expect(
            text.hasPrefix(
                """
                ok (SUCCEED)\u{20}
                \t2026-11-21T14:04:30.719566: QUEUED
                \t2026-11-21T14:04:30.725838: SCHEDULED
                \t2026-11-21T14:04:30.727108: EXECUTING
                \t2026-11-21T14:04:30.735903: SUCCEED
                \tallocation: n1[0]
                \twd: /w
                \trtime: 0:00:00.008733
                \texit_code: 0
                \tpid: 22038
                \tpname: echo

                bad (FAILED)\u{20}

                """))
        #expect(text.contains("pname: bash\n\nits (SUCCEED) \n\t2026-11-21T14:04:30.719670: QUEUED\n"))
    }

    @Test("a job is shown with everything about it, and one that did not run with what there is")
    func job() throws {
        let text = try QCGSampleRun.account().details(of: ["bad", "its", "nosuch"])

        #expect(
            text == """
                \tbad:
                \t        run-time (s): 0:00:00.009222
                \t        in queue (s): 2026-11-21 14:04:30.719719
                \t     in schedule (s): 2026-11-21 14:04:30.736527
                \t      start (by qcg): 2026-11-21 14:04:30.736858
                \t     finish (by qcg): 2026-11-21 14:04:30.746194
                \t        start (real): 2026-11-21 14:04:30.738858
                \t       finish (real): 2026-11-21 14:04:30.744194
                \t               nodes: {'n1': ['0']}
                \t          process id: 22047
                \t        process name: false
                \t               state: FAILED (1)
                \tits:
                \t        run-time (s): None
                \t        in queue (s): 2026-11-21 14:04:30.719670
                \t     in schedule (s): None
                \t      start (by qcg): None
                \t     finish (by qcg): 2026-11-21 14:04:31.493437
                \t        start (real): 0
                \t       finish (real): 0
                \t               nodes: None
                \t          process id: None
                \t        process name: None
                \t               state: SUCCEED
                nosuch: missing job data

                """)
    }

    @Test("jobs are chosen by state, node and core, and sorted")
    func jobs() throws {
        let account = try QCGSampleRun.account()
        func names(_ selection: QCGRunAccount.Selection, _ order: QCGRunAccount.Order?) -> [Substring] {
            account.jobs(selection, order: order, withDetails: false).split(separator: "\n")
                .map { $0.dropFirst().prefix { $0 != " " } }
        }

        #expect(
            account.jobs(.init(node: "n1", core: 1), order: nil, withDetails: false) == """
                \tits:0 state SUCCEED run 0:00:00.686186 secs, between 2026-11-21 14:04:30.729330 - \
                2026-11-21 14:04:31.411629 on nodes n1
                \ttwo state SUCCEED run 0:00:00.504400 secs, between 2026-11-21 14:04:31.496934 - \
                2026-11-21 14:04:31.997456 on nodes n1,n2
                \tdep state SUCCEED run 0:00:00.302257 secs, between 2026-11-21 14:04:32.002777 - \
                2026-11-21 14:04:32.301143 on nodes n1

                """)
        #expect(names(.init(state: .failed), nil) == ["bad"])
        #expect(names(.init(), .start) == ["ok", "its:0", "its:1", "its:2", "bad", "wide", "two", "dep"])
        #expect(names(.init(node: "n2"), .finish) == ["its:1", "its:2", "two", "wide"])
        #expect(names(.init(core: 0), .runtime) == ["ok", "bad", "its:1", "wide"])
        #expect(names(.init(node: "n2"), .name) == ["its:1", "its:2", "two", "wide"])
        #expect(names(.init(node: "n1", core: 0), .state) == ["bad", "ok", "wide"])
        #expect(account.jobs(.init(state: .failed), order: nil, withDetails: true).hasPrefix("\tbad:\n"))
    }

    @Test("what ran on one core is told in order")
    func allocation() throws {
        let account = try QCGSampleRun.account()

        #expect(
            account.allocation(node: "n1", core: 1).hasPrefix(
                """
                jobs launched on n1:1
                \tits:0 for 0:00:00.686186, between 2026-11-21 14:04:30.729330 - 2026-11-21 14:04:31.411629
                \t\ton nodes {'n1': ['1']}
                \ttwo for 0:00:00.504400, between 2026-11-21 14:04:31.496934 - 2026-11-21 14:04:31.997456
                \t\ton nodes {'n1': ['1'], 'n2': ['1']}
                \tdep for
                """))
        #expect(account.allocation(node: "n9", core: 1) == "jobs launched on n9:1\n")
    }

    @Test("launch-stats compare the service's view with what a wrapper measured")
    func launchStatistics() throws {
        let text = try QCGSampleRun.account().launchStatistics(withDetails: true)

        #expect(
            text.hasPrefix(
                """
                \t                    total start overhead: 0.0160
                \t                   total finish overhead: 0.0160
                \t         total start and finish overhead: 0.0320
                \t              average job start overhead: 0.0020
                \t             average job finish overhead: 0.0020
                \t              average job total overhead: 0.0040
                \t               average real job run time: 0.4771
                \t                average qcg job run time: 0.4811
                \t    average job overhead per runtime (%): 20.34
                \t                generated for total jobs: 8
                \t               individual job statistics
                \t\tok: total 0.0040, start 0.0020, stop 0.0020

                """))
    }

    @Test("rusage is the share of each core's time that was work")
    func coreUse() throws {
        let account = try QCGSampleRun.account()

        #expect(
            account.coreUse(withoutStart: false, untilLastJob: false, withDetails: true) == """
                \t                              used cores: 4
                \t            average core utilization (%): 77.6%
                \tn1
                \t\t0   : 59.2%, unused 0.6991 s
                \t\t1   : 86.4%, unused 0.2332 s
                \tn2
                \t\t0   : 91.2%, unused 0.1505 s
                \t\t1   : 73.6%, unused 0.4522 s

                """)
        let late = account.coreUse(withoutStart: true, untilLastJob: false, withDetails: true)
        #expect(late.contains("utilization (%): 84.6%") && late.contains("1   : 80.3%, unused 0.3098 s"))
        let short = account.coreUse(withoutStart: false, untilLastJob: true, withDetails: true)
        #expect(short.contains("utilization (%): 89.6%") && short.contains("0   : 66.9%, unused 0.5682 s"))
        let both = account.coreUse(withoutStart: true, untilLastJob: true, withDetails: true)
        #expect(both.contains("utilization (%): 89.6%") && both.contains("0   : 64.7%, unused 0.5544 s"))
        #expect(both.split(separator: "\n").count { $0.hasPrefix("note: ") } == 2)
    }

    @Test("efficiency counts only the time in which a job's cores stood ready for it")
    func efficiency() throws {
        let account = try QCGSampleRun.account()

        #expect(
            account.efficiency(withDetails: true) == """
                \t                              used cores: 4
                \t            average core utilization (%): 99.5%
                \tn1
                \t\t0   : 99.3%, unused 0.0103 s
                \t\t1   : 99.3%, unused 0.0111 s
                \tn2
                \t\t0   : 99.6%, unused 0.0058 s
                \t\t1   : 99.6%, unused 0.0061 s

                """)
        #expect(
            account.efficiency(node: "n1", core: 1)
                == "node n1:1: utilization 99.3%, unused 0.0111 of total 1.5720\n")
        #expect(account.efficiency(node: "n1", core: 7) == "node n1:7: no job ran there\n")
    }

    @Test("everything works without a wrapper's times, and with tasks that never ran")
    func withoutMeasurement() throws {
        let report = Array((QCGSampleRun.report + QCGSampleRun.unrun).utf8)
        let account = try QCGRunAccount(report: report, finalStatus: nil)

        #expect(account.statistics(withDetails: true).contains("total jobs: 10\n\t         failed jobs: 3\n"))
        #expect(account.coreUse(withoutStart: false, untilLastJob: false, withDetails: false).contains("cores: 4"))
        #expect(account.efficiency(withDetails: false).contains("used cores: 4"))
        #expect(account.launchStatistics(withDetails: false).contains("total start overhead: 0.0000"))
        #expect(account.details(of: ["om"]).contains("state: OMITTED"))
        #expect(account.text.contains("om (OMITTED)"))
    }

    @Test("a report of nothing gives empty answers")
    func nothing() throws {
        let account = try QCGRunAccount(report: [], finalStatus: nil)

        #expect(account.statistics(withDetails: true) == "")
        #expect(account.coreUse(withoutStart: true, untilLastJob: true, withDetails: true) == "")
        #expect(account.efficiency(withDetails: true).contains("used cores: 0"))
        #expect(QCGGantt(account).jobs.hasPrefix("<svg"))
        #expect(throws: Refusal.self) { try QCGRunAccount(report: Array("{}".utf8), finalStatus: nil) }
    }

    @Test("the pictures have a bar for each core of a task, or for each gap before one")
    func pictures() throws {
        let gantt = QCGGantt(try QCGSampleRun.account())
        func bars(_ text: String) -> Int { text.split(separator: "\n").count { $0.hasPrefix("<rect") } }

        #expect(bars(gantt.jobs) == 10)
        #expect(gantt.jobs.contains("<title>two (SUCCEED), 0.5005 s</title>"))
        // All but the first task, which nothing came before.
        #expect(bars(gantt.gaps) == 9)
        #expect(gantt.gaps.contains("<title>before two, 0.0055 s</title>"))
        #expect(throws: Never.self) { try QCGGantt.check(file: "run.svg") }
        #expect(throws: ReadingProblem.self) { try QCGGantt.check(file: "run.png") }
    }
}
