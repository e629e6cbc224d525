namespace Nightshift.Pegasus.Maintenance;

/// <summary>How maintenance of one cluster is done. Every wait is bounded.</summary>
public sealed record MaintenanceOptions
{
    /// <summary>
    /// Partitions that are reconfigured at the same time. Each refuses writes while it is under way; on a running 2.5.0 twelve took about 0.1 s with two at a time as with
    /// sixteen.
    /// </summary>
    public int ReconfigurationsInFlight { get; init; } = 2;

    /// <summary>The same with those that were asked for and show no effect yet.</summary>
    public int MostInHand { get; init; } = 16;

    /// <summary>Calls to servers made at the same time.</summary>
    public int Parallelism { get; init; } = 32;

    /// <summary>Between two looks at partitions that are being reconfigured.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromMilliseconds(3);

    /// <summary>Between two looks at what takes long: a process that starts, data being copied.</summary>
    public TimeSpan SlowLook { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a proposal that was sent at once may show no effect before it is asked again.</summary>
    public TimeSpan Unanswered { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long a partition may be without a primary before the old one, a secondary by then, is asked to lead again.</summary>
    public TimeSpan LeaderlessBound { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>The leader's rounds (<c>lb_interval_ms</c>), in which it works off what is queued.</summary>
    public TimeSpan MetaRound { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often one primary is moved when the leader elects the old one again, or something is pending.</summary>
    public int MoveTries { get; init; } = 8;

    /// <summary>How often primaries are moved and secondaries taken out before a server that gets some back is given up.</summary>
    public int DrainPasses { get; init; } = 4;

    /// <summary>Between two looks at whether the leader still holds the settings that a step depends on.</summary>
    public TimeSpan HoldsLook { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a look waits for a meta server to lead: a session in ZooKeeper (30 s by the code's default), and what the next one takes to load its state.</summary>
    public TimeSpan LeaderPatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After a change of leader nothing is reconfigured for this long: two beacons and their time-out, in which every replica server finds the new one.</summary>
    public TimeSpan FollowLeader { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a lost replica is waited for before it is copied to another server, while a server is away. A cluster that waits longer already is left alone.</summary>
    public TimeSpan AssignDelay { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A delay from which on another tool must be at work, or was: the documented script sets 50 hours.</summary>
    public TimeSpan SuspiciousDelay { get; init; } = TimeSpan.FromHours(4);

    /// <summary>A replica that was asked for, and whose server does not say that it learns, is asked for again after this long.</summary>
    public TimeSpan AskAgain { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Replicas that learn at the same time on one server, at most; grows from one as they come back quickly.</summary>
    public int LearnersInFlight { get; init; } = 64;

    /// <summary>So long without a single replica coming back, the rest is left to the leader's rounds.</summary>
    public TimeSpan LeaveToMeta { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>As <see cref="LeaveToMeta"/>, before the first one came back: a server may wait for its lease to be over before it talks to the meta servers.</summary>
    public TimeSpan FirstBack { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>At least this long between the stop of one meta server and that of the next; longer where sessions and leases need it.</summary>
    public TimeSpan BetweenMetas { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>So long the balancer must find nothing to do before a cluster counts as balanced.</summary>
    public TimeSpan BalancedFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For moving primaries, or taking secondaries out, of one server.</summary>
    public TimeSpan DrainDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For closing partitions, which writes their data to disk.</summary>
    public TimeSpan CloseDeadline { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan StopDeadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For a process to start and to load its replicas.</summary>
    public TimeSpan StartDeadline { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>For replicas to come back, which may mean copying them.</summary>
    public TimeSpan HealDeadline { get; init; } = TimeSpan.FromHours(2);

    /// <summary>For one leader and all replica servers to be seen after a meta server was restarted.</summary>
    public TimeSpan MetaDeadline { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan BalanceDeadline { get; init; } = TimeSpan.FromHours(2);

    /// <summary>For putting a partition back under a primary after a move was cut short; not shortened by an abort.</summary>
    public TimeSpan SettleDeadline { get; init; } = TimeSpan.FromSeconds(30);
}
