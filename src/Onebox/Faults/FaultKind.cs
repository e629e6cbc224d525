namespace Nightshift.Onebox.Faults;

/// <summary>The kinds of fault that the simulated processes know.</summary>
public static class FaultKind
{
    /// <summary>An op's or task's work answers an error: the op ends kFailed. Match: op type or task type.</summary>
    public const string OpFail = "op-fail";

    /// <summary>An op's task never ends: the op stays kDoing. Match: op type or task type.</summary>
    public const string OpHang = "op-hang";

    /// <summary>The effect is done, then the connection closes without an answer. Match: method or path.</summary>
    public const string ReplyLost = "reply-lost";

    /// <summary>The connection closes before the effect. Match: method or path.</summary>
    public const string RequestLost = "request-lost";

    /// <summary>The answer comes after the delay. Match: method or path.</summary>
    public const string SlowReply = "slow-reply";

    /// <summary>No effect and no answer, with the connection left open. Match: method or path.</summary>
    public const string Hang = "hang";

    /// <summary>The process ends with exit code 1 while it starts.</summary>
    public const string StartCrash = "start-crash";

    /// <summary>The process opens its port later by the delay.</summary>
    public const string StartSlow = "start-slow";

    /// <summary>Loading a table takes longer by the delay. Match: <c>tid/pid</c> or table name.</summary>
    public const string LoadSlow = "load-slow";

    /// <summary>Loading a table fails; the table is gone from the process. Match: <c>tid/pid</c> or table name.</summary>
    public const string LoadFail = "load-fail";

    /// <summary>The leader sends nothing to its followers. Match: follower endpoint or <c>tid/pid</c>.</summary>
    public const string ReplicationStuck = "replication-stuck";

    /// <summary>Records reach followers later by the delay. Match: follower endpoint or <c>tid/pid</c>.</summary>
    public const string ReplicationLag = "replication-lag";

    /// <summary>The built-in pages (<c>/health</c>, <c>/status</c>, <c>/version</c>) never answer.</summary>
    public const string HealthHang = "health-hang";

    /// <summary>The process serves but does not enter itself in ZooKeeper.</summary>
    public const string NoRegister = "no-register";

    /// <summary>Puts answer 160 as if <c>max_memory_mb</c> were reached. Match: <c>tid/pid</c> or table name.</summary>
    public const string FullMemory = "full-memory";

    /// <summary>Every kind, for validation and help.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        OpFail, OpHang, ReplyLost, RequestLost, SlowReply, Hang, StartCrash, StartSlow, LoadSlow, LoadFail,
        ReplicationStuck, ReplicationLag, HealthHang, NoRegister, FullMemory,
    ];
}
