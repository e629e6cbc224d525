namespace Nightshift.Runs.Faults;

/// <summary>Which writes of a store fail.</summary>
internal sealed class WriteFaults(TimeProvider time)
{
    private readonly Lock _gate = new();
    private bool _next;
    private (long Since, TimeSpan Span)? _full;

    public void FailNext()
    {
        lock (_gate) _next = true;
    }

    public void FailFor(TimeSpan span)
    {
        lock (_gate) _full = (time.GetTimestamp(), span);
    }

    /// <summary>Why the write that is about to be made fails; null when it does not.</summary>
    public string? Take()
    {
        lock (_gate)
        {
            if (_full is { } full && time.GetElapsedTime(full.Since) < full.Span) return "database or disk is full";
            if (!_next) return null;
            _next = false;
            return "the commit failed";
        }
    }
}
