namespace Nightshift.Runs.Engine;

/// <summary>
/// What one attempt waits for, and since when. Sentences that differ only after their last <c>, now </c> are the same wait at another value,
/// and keep the time at which it began.
/// </summary>
internal sealed class WaitingSentence(TimeProvider time)
{
    private const string Value = ", now ";
    private readonly Lock _gate = new();
    private (string Sentence, DateTimeOffset Since)? _now;

    public (string Sentence, DateTimeOffset Since)? Now
    {
        get
        {
            lock (_gate) return _now;
        }
    }

    public void Set(string sentence)
    {
        lock (_gate)
            _now = (sentence, _now is { } before && Subject(before.Sentence) == Subject(sentence) ? before.Since : time.GetUtcNow());
    }

    private static string Subject(string sentence) => sentence.LastIndexOf(Value, StringComparison.Ordinal) is var at and > 0 ? sentence[..at] : sentence;
}
