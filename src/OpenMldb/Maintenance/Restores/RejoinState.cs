using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>Where one replica is on its way back to being an alive follower.</summary>
internal sealed class RejoinState(ReplicaRef replica)
{
    public ReplicaRef Replica { get; } = replica;

    public RejoinPhase Phase { get; private set; }

    /// <summary>Why it is in this phase, for the channel.</summary>
    public string Because { get; private set; } = "";

    public Endpoint Leader { get; set; }

    /// <summary>How often the nameserver was asked to recover it.</summary>
    public int Recoveries { get; set; }

    /// <summary>Leader's offset at an earlier poll: what the follower has to have reached.</summary>
    public ulong? Target { get; private set; }

    public ulong? Offset { get; private set; }

    public ulong Lag { get; private set; }

    public long LastProgress { get; private set; }

    public void Become(RejoinPhase phase, string because = "", long now = 0)
    {
        Phase = phase;
        Because = because;
        Target = null;
        LastProgress = now;
    }

    /// <summary>Takes a sample. True when it has caught up: past the leader's offset of an earlier sample, and close to that of now.</summary>
    public bool Sample(ulong leader, ulong own, ulong close, long now)
    {
        if (Offset is null || own > Offset) LastProgress = now;
        Offset = own;
        Lag = leader > own ? leader - own : 0;
        var caughtUp = own >= leader || (Target is { } target && own >= target && Lag <= close);
        Target ??= leader;
        return caughtUp;
    }
}

internal enum RejoinPhase
{
    /// <summary>Nothing is known yet.</summary>
    New,

    /// <summary>Its leader replicates to it.</summary>
    Linked,

    /// <summary>Only the nameserver's op can bring it back.</summary>
    NeedsOp,

    /// <summary>That op is queued or runs.</summary>
    UnderOp,

    /// <summary>It has what the leader has.</summary>
    CaughtUp,

    Done,
}
