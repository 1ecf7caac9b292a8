internal import Posix

/// The files of a small Slurm, and the daemons that read them.
struct SlurmConfiguration {
    let folder: String
    let cluster: String
    /// The controller's, then each node's.
    let ports: [UInt16]

    var path: String { "\(folder)/slurm.conf" }
    /// The key service's.
    var socket: String { "\(folder)/munge.socket" }

    /// Forced, since a folder that only its owner may enter is enough for one user.
    var munge: [String] {
        [
            "/usr/sbin/munged", "--foreground", "--force", "--key-file=\(folder)/munge.key", "--socket=\(socket)",
            "--pid-file=\(folder)/munged.pid", "--log-file=\(folder)/log/munged", "--seed-file=\(folder)/munge.seed",
            "--num-threads=2",
        ]
    }
    var controller: [String] { ["/usr/sbin/slurmctld", "-D", "-i", "-f", path] }
    func daemon(of node: String) -> [String] { ["/usr/sbin/slurmd", "-D", "-f", path, "-N", node] }

    func write() throws {
        for name in ["log", "state"] + SlurmCluster.nodes.map({ "spool/\($0)" }) {
            try FileSystem.makeDirectories("\(folder)/\(name)", mode: 0o755)
        }
        let key = (0..<128).map { _ in UInt8.random(in: 0...255) }
        try FileSystem.replace("\(folder)/munge.key", with: key)
        // Two devices that every machine has stand for two GPUs.
        try FileSystem.replace("\(folder)/gres.conf", with: Array("Name=gpu File=/dev/null,/dev/zero\n".utf8))
        try FileSystem.replace(path, with: Array((general + nodes).utf8))
    }

    private var general: String {
        """
        ClusterName=\(cluster)
        SlurmctldHost=localhost(127.0.0.1)
        SlurmctldPort=\(ports[0])
        SlurmUser=\(Process.user)
        SlurmdUser=\(Process.user)
        AuthType=auth/munge
        AuthInfo=socket=\(socket)
        CredType=cred/munge
        StateSaveLocation=\(folder)/state
        SlurmdSpoolDir=\(folder)/spool/%n
        SlurmctldPidFile=\(folder)/slurmctld.pid
        SlurmdPidFile=\(folder)/%n.pid
        SlurmctldLogFile=\(folder)/log/slurmctld
        SlurmdLogFile=\(folder)/log/slurmd-%n
        MailProg=/bin/true
        SwitchType=switch/none
        MpiDefault=none
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        SelectType=select/cons_tres
        SelectTypeParameters=CR_Core_Memory
        DefMemPerCPU=100
        GresTypes=gpu
        SlurmdParameters=config_overrides
        ReturnToService=2
        SchedulerParameters=sched_min_interval=100000,sched_interval=2,bf_interval=2
        PropagateResourceLimits=NONE
        MessageTimeout=20
        KillWait=5
        MinJobAge=300

        """
    }

    private var nodes: String {
        let lines = zip(SlurmCluster.nodes, ports.dropFirst()).map { name, port in
            "NodeName=\(name) NodeAddr=127.0.0.1 Port=\(port) CPUs=\(SlurmCluster.coresPerNode) "
                + "RealMemory=\(SlurmCluster.memoryPerNodeMebibytes) Gres=gpu:2"
        }
        let names = SlurmCluster.nodes.joined(separator: ",")
        let partitions = [
            "PartitionName=main Nodes=\(names) Default=YES MaxTime=INFINITE DefaultTime=60 State=UP",
            "PartitionName=fast Nodes=\(names) MaxTime=60 State=UP",
        ]
        return (lines + partitions).joined(separator: "\n") + "\n"
    }
}
