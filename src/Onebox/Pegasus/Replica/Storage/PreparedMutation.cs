namespace Nightshift.Onebox.Pegasus.Replica.Storage;

/// <summary>A mutation on its way: who still has to acknowledge it, and the client that waits for it.</summary>
internal sealed class PreparedMutation(MutationData data)
{
    public MutationData Data { get; } = data;

    public bool Logged { get; set; }

    public int SecondariesLeft { get; set; }

    public int LearnersLeft { get; set; }

    /// <summary>When it was prepared, by <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long PreparedAt { get; set; }

    /// <summary>The client's write on the primary that took it; null elsewhere.</summary>
    public ClientWrite? Client { get; set; }

    /// <summary>Logged here and acknowledged by all (<c>mutation::is_ready_for_commit</c>).</summary>
    public bool ReadyForCommit => Logged && SecondariesLeft == 0 && LearnersLeft == 0;
}
