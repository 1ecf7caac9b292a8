// swift-tools-version: 6.2
import PackageDescription

// Every room is a target; MAP.md draws them and the arrows below. A system library names its Debian package here,
// and `make` installs it.

let common: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]
/// For the rooms that touch raw memory.
let strict: [SwiftSetting] = common + [.strictMemorySafety()]

/// A room of the house: its folder under Sources, and the rooms below that it may name.
func room(_ name: String, _ below: [Target.Dependency] = [], _ settings: [SwiftSetting] = common) -> Target {
    .target(name: name, dependencies: below, exclude: ["README.md"], swiftSettings: settings)
}

/// The tests of a room, under Tests.
func tests(_ name: String, _ below: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: below, swiftSettings: common)
}

let package = Package(
    name: "rota",
    products: [.executable(name: "rota", targets: ["rota"])],
    targets: [
        // ground
        .target(name: "CLinux", exclude: ["README.md"], cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CHwloc", pkgConfig: "hwloc", providers: [.apt(["libhwloc-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // Headers alone: CWeb loads these three when they are first needed.
        .systemLibrary(name: "CMicroHTTPD", providers: [.apt(["libmicrohttpd-dev"])]),
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-gnutls-dev"])]),
        .systemLibrary(name: "CGnuTLS", providers: [.apt(["libgnutls28-dev"])]),
        .target(
            name: "CWeb", dependencies: ["CMicroHTTPD", "CCurl", "CGnuTLS"], exclude: ["README.md"],
            cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]),
        // Without pkgConfig: it passes on flags of other libraries that SwiftPM warns of, and nothing that is needed.
        .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
        room("Posix", ["CLinux"], strict),
        // floor 1: words
        room("Model"),
        // floor 2: thought
        room("Plan", ["Model"]),
        room("Dialects", ["Model"]),
        room("Wire", ["Model"], strict),
        room("Links", ["Model", "Plan", "Wire"]),
        // floor 3: hands
        room("Rehearsal", ["Model", "Plan", "Wire", "Links"]),
        room("Ledger", ["Model", "Wire", "Posix", "CSQLite"], strict),
        room("Sockets", ["Posix", "CZeroMQ"], strict),
        room("Relay", ["Sockets", "Posix"]),
        room("Launch", ["Model", "Posix"]),
        room("Batch", ["Model", "Posix"]),
        room("Watch", ["Model", "Posix", "CHwloc"]),
        room("Web", ["Model", "Posix", "CWeb"]),
        room("Containers", ["Model", "Dialects", "Web", "Posix"]),
        // floor 4: loops
        room("Executor", ["Model", "Wire", "Posix", "Sockets", "Launch", "Containers", "Watch"]),
        room(
            "Service",
            [
                "Model", "Dialects", "Plan", "Wire", "Links", "Rehearsal", "Ledger", "Web", "Sockets", "Batch",
                "Executor",
                "Launch",
                "Posix",
            ]),
        room(
            "Commands",
            [
                "Model", "Dialects", "Wire", "Service", "Executor", "Rehearsal", "Launch", "Batch", "Relay", "Sockets",
                "Web", "Watch", "Containers", "Posix", "CZlib",
            ]),
        // floor 5: doors
        .executableTarget(name: "rota", dependencies: ["Commands"], exclude: ["README.md"], swiftSettings: common),
        // Linked without Swift's start-up object and library: every task's peak memory is at least its launcher's.
        .executableTarget(
            name: "rota-launcher", exclude: ["README.md"], cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
            linkerSettings: [.unsafeFlags(["-nostartfiles", "-static-executable"])]),
        .executableTarget(
            name: "rota-bench",
            dependencies: ["Model", "Dialects", "Plan", "Rehearsal", "Wire", "Ledger", "Sockets", "Posix"],
            exclude: ["README.md"],
            swiftSettings: common),
        // beside the house: what tests stand on
        .target(
            name: "SlurmCluster", dependencies: ["Launch", "Model", "Posix"], path: "Tests/SlurmCluster",
            exclude: ["README.md"], swiftSettings: common),
        .target(
            name: "EngineDaemon", dependencies: ["Launch", "Model", "Posix"], path: "Tests/EngineDaemon",
            exclude: ["README.md"], swiftSettings: common),
        .executableTarget(
            name: "AllocationProbe", dependencies: ["Batch", "Model", "Posix"], path: "Tests/AllocationProbe",
            exclude: ["README.md"], swiftSettings: common),
        .target(
            name: "SchemaChecking", dependencies: ["Dialects", "Model"], path: "Tests/SchemaChecking",
            exclude: ["README.md"], swiftSettings: common),
        // tests: a folder for each room, and one for what only the whole shows
        tests("ModelTests", ["Model"]),
        tests("PlanTests", ["Plan", "Rehearsal", "Model"]),
        tests("DialectsTests", ["Dialects", "Model", "SchemaChecking"]),
        tests("PosixTests", ["Posix"]),
        tests("WireTests", ["Wire", "Model"]),
        tests("SocketsTests", ["Sockets", "Posix"]),
        tests("RelayTests", ["Relay", "Posix"]),
        tests("LedgerTests", ["Ledger", "Wire", "Model", "Posix"]),
        tests("LaunchTests", ["Launch", "Model", "Posix", "rota-launcher"]),
        tests("BatchTests", ["Batch", "Model", "Posix", "SlurmCluster", "AllocationProbe", "rota-launcher"]),
        tests("WatchTests", ["Watch", "Model", "Posix"]),
        tests("WebTests", ["Web", "Model", "Posix"]),
        // Its Tools are a link to those of RunTests.
        tests(
            "ContainersTests",
            [
                "Containers", "Dialects", "EngineDaemon", "Ledger", "Model", "Posix", "Rehearsal", "rota",
                "rota-launcher",
            ]),
        tests("ExecutorTests", ["Executor", "Launch", "Model", "Posix", "Watch", "rota-launcher"]),
        tests(
            "ServiceTests",
            [
                "Service", "Dialects", "Plan", "Rehearsal", "Ledger", "Executor", "Web", "Model", "Posix",
                "SchemaChecking", "rota-launcher",
            ]),
        tests("CommandsTests", ["Commands", "Dialects", "Service", "Watch", "Web", "Model", "Posix"]),
        tests("ScenarioTests", ["Commands", "Rehearsal", "Plan", "Dialects", "Model", "Posix"]),
        tests("TidyTests", ["Posix"]),
        tests("PythonTests", ["Posix", "rota", "rota-launcher"]),
        tests("QCGTests", ["Ledger", "Posix", "Rehearsal", "rota", "rota-launcher"]),
        tests("ClusterTests", ["SlurmCluster", "Ledger", "Model", "Posix", "Rehearsal", "rota", "rota-launcher"]),
        tests("RunTests", ["Ledger", "Model", "Plan", "Posix", "Rehearsal", "rota", "rota-launcher"]),
        // Its Tools are a link to those of RunTests.
        tests(
            "ServiceFaultTests",
            [
                "Dialects", "Executor", "Launch", "Ledger", "Links", "Model", "Plan", "Posix", "Service", "Sockets",
                "Web", "Wire", "rota", "rota-launcher",
            ]),
    ],
    cLanguageStandard: .gnu11
)
