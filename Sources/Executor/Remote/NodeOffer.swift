package import Model

/// What one executor offers its service, and when it goes.
package struct NodeOffer: Sendable {
    /// Drawn at random when the process began.
    package var executor: UInt64
    package var node: Node
    package var host: String
    /// As the batch system spells it; empty outside of one.
    package var batchJob: String
    /// Where it keeps what tasks print; empty: nobody asks for it.
    package var outputFolder: String
    /// Whether that is in the service's own folder, as far as can be seen from here.
    package var isOutputSeen: Bool
    /// Of this software, for people.
    package var version: String
    /// How long a program may save before it is paused here.
    package var savingLimit = Executor.Configuration.usualSavingLimit
    package var containers = ContainerChoices()
    /// Which of the cores others keep busy; none: all that is lent is ours.
    package var coreWatch: CoreWatch?
    /// Goes when it has had nothing to do for so long; none: stays.
    package var idleTimeout: Duration?
    /// Goes as soon as its service has nothing for it.
    package var leavesWhenEmpty: Bool
    /// Goes when its service was not heard for so long, and hands back what it has; none: waits for ever.
    package var patience: Duration?

    package init(executor: UInt64, node: Node, host: String, version: String) {
        self.executor = executor
        self.node = node
        self.host = host
        self.version = version
        batchJob = ""
        outputFolder = ""
        isOutputSeen = true
        idleTimeout = nil
        leavesWhenEmpty = false
        patience = nil
    }
}
