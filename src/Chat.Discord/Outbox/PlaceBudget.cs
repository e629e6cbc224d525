namespace Nightshift.Chat.Discord.Outbox;

/// <summary>How often something may be done in one channel. All runs of the channel share it.</summary>
internal sealed class PlaceBudget
{
    private DateTimeOffset _nextSend = DateTimeOffset.MinValue;
    private DateTimeOffset _nextEdit = DateTimeOffset.MinValue;
    private DateTimeOffset _nextAny = DateTimeOffset.MinValue;
    private int _failures;
    private string? _refused;

    /// <summary>When the next message may be sent, or one edited.</summary>
    public DateTimeOffset Due(bool isEdit) => Latest(_nextAny, isEdit ? _nextEdit : _nextSend);

    public void Spend(bool isEdit, DateTimeOffset now, OutboxOptions options)
    {
        if (isEdit) _nextEdit = now + options.BetweenEdits;
        else _nextSend = now + options.BetweenSends;
    }

    /// <summary>Discord was not reached: a second, doubling, up to half a minute.</summary>
    public void Fail(DateTimeOffset now, OutboxOptions options) =>
        _nextAny = now + Shortest(options.AfterFailure * Math.Pow(2, Math.Min(_failures++, 10)), options.AfterFailures);

    /// <summary>Discord lets us do nothing here until somebody changes something.</summary>
    public void Close(DateTimeOffset until) => _nextAny = until;

    /// <summary>A message was refused here. When another one was before it, and nothing was done in between, it is the place that is refused.</summary>
    public void Refuse(string entry, DateTimeOffset until)
    {
        if (_refused is { } before && before != entry) Close(until);
        _refused = entry;
    }

    public void Succeed() => (_failures, _refused, _nextAny) = (0, null, DateTimeOffset.MinValue);

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static TimeSpan Shortest(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
