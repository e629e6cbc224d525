namespace Nightshift.Clusters;

/// <summary>Something that was changed for the time of a maintenance and that nobody who is alive will put back.</summary>
/// <param name="Thing">What it is about: <c>auto_failover</c>, <c>partition demo.orders[3]</c>.</param>
/// <param name="Reason">How it is, and who left it so as far as is known.</param>
/// <param name="Since">Null when nobody recorded it.</param>
/// <param name="NextStep">What puts it right.</param>
/// <param name="PlaybookCommand">The command that offers the plan which does; null when only people can.</param>
public sealed record Leak(string Thing, string Reason, DateTimeOffset? Since, string NextStep, string? PlaybookCommand = null)
{
    public override string ToString() => $"{Thing}: {Reason}; {NextStep}";
}

/// <param name="Leaks">The most important first.</param>
/// <param name="Unseen">What could not be looked at, each with the reason: there may be more.</param>
public sealed record LeakReport(IReadOnlyList<Leak> Leaks, IReadOnlyList<string> Unseen)
{
    public bool IsClean => Leaks.Count == 0 && Unseen.Count == 0;
}
