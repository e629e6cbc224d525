namespace Nightshift.OpenMldb;

/// <summary>One OpenMLDB cluster, as its section under <c>Nightshift:Clusters</c> is bound; checked by <see cref="OpenMldbSettingsValidator"/>.</summary>
internal sealed record OpenMldbSettings
{
    public string Kind { get; init; } = "";

    /// <summary><c>host:port,host:port</c>.</summary>
    public string ZooKeeper { get; init; } = "";

    /// <summary><c>zk_root_path</c>.</summary>
    public string RootPath { get; init; } = "/openmldb";

    /// <summary><c>user:password</c> of ZooKeeper's digest scheme; empty for none. A secret: <c>env:NAME</c> or <c>file:PATH</c>.</summary>
    public string ZooKeeperDigest { get; init; } = "";

    /// <summary>The <c>Authorization</c> header; empty while the servers run with <c>skip_grant_tables=true</c>. A secret: <c>env:NAME</c> or <c>file:PATH</c>.</summary>
    public string Authorization { get; init; } = "";

    /// <summary>Remove a dead tablet's ZooKeeper node instead of waiting for its session to end.</summary>
    public bool RemoveDeadNode { get; init; } = true;

    /// <summary>The tablets' <c>make_snapshot_time</c>: no maintenance in this hour of this machine's time zone; null to ignore it.</summary>
    public int? SnapshotHour { get; init; } = 23;

    /// <summary>Whether auto_failover is on while nobody works on the cluster; where it is, off without a run that holds it is something left behind.</summary>
    public bool AutoFailover { get; init; } = true;

    /// <summary>Where the guards that watch every run draw the line.</summary>
    public GuardSettings Guards { get; init; } = new();

    /// <summary>
    /// Where the vendor's tool keeps its <c>.stat</c> (<c>--statfile</c>), besides the install roots and their <c>tools</c> folders, which are always looked at.
    /// </summary>
    public List<StatFileSettings> StatFiles { get; init; } = [];

    /// <summary>How long each kind of step may take before people are asked.</summary>
    public LimitSettings Limits { get; init; } = new();

    /// <summary>Name → directory on this machine with the release's <c>bin/</c> in it.</summary>
    public Dictionary<string, string> Releases { get; init; } = [];

    /// <summary>Where each process is installed.</summary>
    public List<NodeSettings> Nodes { get; init; } = [];
}

/// <summary>Spans as <c>hh:mm:ss</c>; one that is left out keeps its default.</summary>
internal sealed record LimitSettings
{
    /// <summary>One leader move.</summary>
    public TimeSpan? Move { get; init; }

    public TimeSpan? Stop { get; init; }

    public TimeSpan? Start { get; init; }

    /// <summary>Loading and catching up of everything on one tablet.</summary>
    public TimeSpan? CatchUp { get; init; }

    /// <summary>One operation that copies data.</summary>
    public TimeSpan? Copy { get; init; }

    public IEnumerable<(string Name, TimeSpan? Span)> All => [(nameof(Move), Move), (nameof(Stop), Stop), (nameof(Start), Start), (nameof(CatchUp), CatchUp), (nameof(Copy), Copy)];
}

/// <summary>Spans as <c>hh:mm:ss</c>; one that is left out keeps its default.</summary>
internal sealed record GuardSettings
{
    /// <summary>How long a partition of a replicated table may be without a leader.</summary>
    public TimeSpan? LeaderlessFor { get; init; }

    /// <summary>How long a run may have one node in hand.</summary>
    public TimeSpan? NodeBudget { get; init; }

    /// <summary>How long a held setting may read otherwise.</summary>
    public TimeSpan? HoldLostFor { get; init; }

    /// <summary>How long a guard may go without an answer before it counts as violated.</summary>
    public TimeSpan? Grace { get; init; }

    public IEnumerable<(string Name, TimeSpan? Span)> All =>
        [(nameof(LeaderlessFor), LeaderlessFor), (nameof(NodeBudget), NodeBudget), (nameof(HoldLostFor), HoldLostFor), (nameof(Grace), Grace)];
}

internal sealed record StatFileSettings
{
    /// <summary><c>[user@]name[:port]</c> for SSH; <c>localhost</c> is this machine.</summary>
    public string Host { get; init; } = "";

    /// <summary>The file on that host, absolute.</summary>
    public string Path { get; init; } = "";
}

internal sealed record NodeSettings
{
    /// <summary>As <c>bin/start.sh</c> calls it.</summary>
    public string Component { get; init; } = "";

    public string Endpoint { get; init; } = "";

    /// <summary><c>[user@]name[:port]</c> for SSH; <c>localhost</c> is this machine. Empty: the endpoint's host.</summary>
    public string Host { get; init; } = "";

    /// <summary>The install root on that host, absolute.</summary>
    public string Directory { get; init; } = "";
}
