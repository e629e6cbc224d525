namespace Nightshift.Onebox.Pegasus.Replica.Storage;

/// <summary>
/// The mutations that were prepared last, committed or not, by decree (<c>src/replica/prepare_list.cpp</c>). What it still holds, a learner takes as
/// <c>LT_CACHE</c>.
/// </summary>
internal sealed class PrepareList(Func<int> capacity, Action<PreparedMutation> commit)
{
    private readonly SortedDictionary<long, PreparedMutation> _mutations = [];

    public long CommittedDecree { get; private set; }

    /// <summary>The lowest one held; the committed decree when there is none, as upstream has it.</summary>
    public long MinDecree { get; private set; }

    public long MaxDecree { get; private set; }

    public int Count => _mutations.Count;

    public PreparedMutation? Find(long decree) => _mutations.GetValueOrDefault(decree);

    public void Reset(long decree)
    {
        _mutations.Clear();
        CommittedDecree = MinDecree = MaxDecree = decree;
    }

    /// <summary>Forgets what lies up to a decree, and takes that as committed.</summary>
    public void Truncate(long decree)
    {
        while (_mutations.Count > 0 && MinDecree <= decree) PopMin();
        if (_mutations.Count == 0) MinDecree = MaxDecree = decree;
        CommittedDecree = decree;
    }

    /// <summary>Adds a mutation, in place of one of the same decree. Secondaries commit what the primary had committed, first.</summary>
    public void Prepare(PreparedMutation mutation, bool commitFirst)
    {
        if (commitFirst) CommitTo(mutation.Data.LastCommittedDecree);
        Put(mutation);
    }

    /// <summary>As while replaying: a gap before the mutation means that the log begins there.</summary>
    public void Replay(PreparedMutation mutation)
    {
        if (mutation.Data.LastCommittedDecree > MaxDecree) Reset(mutation.Data.LastCommittedDecree);
        else if (mutation.Data.LastCommittedDecree > CommittedDecree) CommitTo(mutation.Data.LastCommittedDecree);
        Put(mutation);
    }

    /// <summary>Commits up to a decree, all of which must be there and logged.</summary>
    /// <exception cref="InvalidOperationException">One is missing.</exception>
    public void CommitTo(long decree)
    {
        while (CommittedDecree < decree)
        {
            var next = Find(CommittedDecree + 1);
            if (next is not { Logged: true }) throw new InvalidOperationException($"mutation {CommittedDecree + 1} is missing in the prepare list");
            Commit(next);
        }
    }

    /// <summary>Commits all that are ready, in order.</summary>
    public void CommitReady()
    {
        var ballot = 0L;
        while (Find(CommittedDecree + 1) is { ReadyForCommit: true } next && next.Data.Ballot >= ballot)
        {
            ballot = next.Data.Ballot;
            Commit(next);
        }
    }

    private void Commit(PreparedMutation mutation)
    {
        CommittedDecree++;
        commit(mutation);
    }

    private void Put(PreparedMutation mutation)
    {
        var decree = mutation.Data.Decree;
        while (_mutations.Count > 0 && decree - MinDecree >= capacity() && CommittedDecree > MinDecree) PopMin();
        if (_mutations.Count == 0) MinDecree = MaxDecree = decree;
        _mutations[decree] = mutation;
        MinDecree = Math.Min(MinDecree, decree);
        MaxDecree = Math.Max(MaxDecree, decree);
    }

    private void PopMin()
    {
        _mutations.Remove(MinDecree);
        if (_mutations.Count > 0) MinDecree++;
        else MinDecree = MaxDecree;
    }
}
