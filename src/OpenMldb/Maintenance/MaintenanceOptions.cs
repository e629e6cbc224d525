namespace Nightshift.OpenMldb.Maintenance;

/// <summary>What becomes of a stopped tablet's registration in ZooKeeper, which lives on until its session ends (about 10 s).</summary>
public enum SessionNode
{
    /// <summary>Wait for the session to end.</summary>
    Wait,

    /// <summary>Once the process is proven dead, delete exactly the node that it owned before the stop (same owner, creation and version).</summary>
    RemoveOnceDead,
}

/// <summary>How a former leader becomes a follower again in the nameserver's record. See docs/decisions/0011-return-without-ops.md.</summary>
public enum RejoinMethod
{
    /// <summary>Link it at the leader, see it caught up, then edit its entry; falls back to <see cref="RecoverTable"/> whenever a condition is not met.</summary>
    EditRecord,

    /// <summary>Always by the nameserver's op, about 2 s each, one after another per op list.</summary>
    RecoverTable,
}

/// <summary>How maintenance of one cluster is done. Every wait is bounded.</summary>
public sealed record MaintenanceOptions
{
    public SessionNode SessionNode { get; init; } = SessionNode.RemoveOnceDead;

    public RejoinMethod Rejoin { get; init; } = RejoinMethod.EditRecord;

    /// <summary>Op lists of the nameserver (<c>name_server_task_concurrency</c>); a wrong number costs time, never data.</summary>
    public int OpLists { get; init; } = 2;

    /// <summary>Rejoining ops kept queued per list, so that no list runs dry.</summary>
    public int OutstandingOpsPerList { get; init; } = 3;

    /// <summary>Calls to tablets made at the same time.</summary>
    public int Parallelism { get; init; } = 16;

    /// <summary>Records that a candidate may be behind before its leader is fenced; keeps the pause of writes short.</summary>
    public ulong LagBeforeMove { get; init; } = 200;

    /// <summary>Records that a follower may be behind and count as caught up while writes go on.</summary>
    public ulong LagWhenCaughtUp { get; init; } = 1000;

    /// <summary>Longest time from marking a leader not alive to the next leader, before the move is undone.</summary>
    public TimeSpan LongestFence { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long after it was sent a ChangeLeader without an answer may still reach the nameserver; so long the old leader may not lead again.</summary>
    public TimeSpan LateRequest { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a fenced leader's offset must stand still at least.</summary>
    public TimeSpan FenceSettle { get; init; } = TimeSpan.FromMilliseconds(8);

    /// <summary>A partition whose offset moved within this before it was fenced, or was not watched for so long, counts as written to.</summary>
    public TimeSpan RecentAppends { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long the offset of a fenced leader that was written to must stand still when its server does not tell that no write is under way: longer than a
    /// sync to disk may hold writes up that had passed the role check.
    /// </summary>
    public TimeSpan SlowSync { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>So long after the last of several moves the old leaders' offsets are read once more.</summary>
    public TimeSpan LateAppends { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often one move is tried when writers that ignore the record keep the leader ahead.</summary>
    public int MoveTries { get; init; } = 12;

    /// <summary>For putting a partition back under a leader after a move failed; not cut short by an abort.</summary>
    public TimeSpan UndoDeadline { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>A replication link that does not move for this long is given up for RecoverTable.</summary>
    public TimeSpan StalledLink { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For cutting the old replication link of a replica before it is loaded; one that cannot be cut leaves the replica to RecoverTable.</summary>
    public TimeSpan LongestCut { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a nameserver may take to reach a tablet that was restarted, where the tablet does not tell that it has been asked: two of brpc's health checks
    /// (<c>health_check_interval</c>, 3 s) and one poll (<c>get_task_status_interval</c>, 2 s).
    /// </summary>
    public TimeSpan Reconnection { get; init; } = TimeSpan.FromSeconds(8);

    public TimeSpan MoveDeadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For stopping a process and its registration being gone.</summary>
    public TimeSpan StopDeadline { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan StartDeadline { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>For loading and catching up of all partitions of one tablet.</summary>
    public TimeSpan CatchUpDeadline { get; init; } = TimeSpan.FromHours(2);

    /// <summary>For one op that copies data (adding a replica, a full resend).</summary>
    public TimeSpan CopyDeadline { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Hour in which tablets make their snapshots (<c>make_snapshot_time</c>), in <see cref="TimeZone"/>; null: not checked.</summary>
    public int? SnapshotHour { get; init; } = 23;

    /// <summary>A drain is not begun this long before that hour.</summary>
    public TimeSpan BeforeSnapshotHour { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Time zone of the tablets.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;
}
