using System.Collections.Immutable;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>How a copy's log stands to its leader's.</summary>
internal enum LogFit
{
    /// <summary>It cannot be told: the copy forgot its term, and nothing else says whose records it has.</summary>
    Unknown,

    /// <summary>It is the beginning of the leader's: nothing is lost when it follows, or is copied anew.</summary>
    Beginning,

    /// <summary>It goes on after another leader took over, or is longer than its leader's: it has records that the leader lacks.</summary>
    Diverged,
}

/// <summary>
/// Whether a loaded copy's log is the beginning of the leader's, by the nameserver's own rule. Source: <c>name_server_impl.cc</c> MatchTermOffset. That rule
/// has no end for the newest term; here a copy may never be longer than its leader, which would skip as many records as it is ahead.
/// </summary>
internal static class TermMatch
{
    /// <param name="known">The newest term at which its log was known to be the beginning of the leader's.</param>
    /// <param name="term">Its term by its own account; 0 when it was loaded as follower and not linked since.</param>
    /// <param name="snapshotTerm">The term of its own snapshot; 0 when it has none.</param>
    /// <param name="end">Its offset.</param>
    /// <param name="leaderEnd">The leader's offset, read after it.</param>
    public static LogFit Fit(ImmutableArray<TermOffset> terms, ulong? known, ulong term, ulong snapshotTerm, ulong end, ulong leaderEnd)
    {
        if (end > leaderEnd) return LogFit.Diverged;
        if (known is { } at && Continues(terms, at, end)) return LogFit.Beginning;
        if (term != 0 && IsPrefix(terms, term, end)) return LogFit.Beginning;
        if (term == 0 && known is null && (terms.IsDefaultOrEmpty || terms.Length == 1)) return LogFit.Beginning; // Nobody else ever led.

        // Its snapshot's records are of that term; so are those after it, unless another leader began before its end.
        if (term == 0 && snapshotTerm != 0 && Continues(terms, snapshotTerm, end)) return LogFit.Beginning;
        if (term == 0 && known is null && Continues(terms, terms.Min(t => t.Term), end)) return LogFit.Beginning;
        return (known is { } since && IsPast(terms, since, end)) || (term != 0 && IsPast(terms, term, end)) ? LogFit.Diverged : LogFit.Unknown;
    }

    public static bool IsPrefix(ImmutableArray<TermOffset> terms, ulong term, ulong offset)
    {
        if (terms.IsDefaultOrEmpty) return false;
        var ordered = terms.OrderBy(t => t.Term).ToList();
        var at = ordered.FindIndex(t => t.Term == term);
        if (at < 0) return false;
        if (ordered[at].Offset > offset) return ordered[^1].Offset == offset + 1;
        return at + 1 == ordered.Count || ordered[at + 1].Offset > offset;
    }

    /// <summary>
    /// The same for a copy whose log was known to be the beginning of the leader's when <paramref name="term"/> was the newest: nobody may have taken over at
    /// or before its end since. Having lost its own tail makes it shorter, not different.
    /// </summary>
    public static bool Continues(ImmutableArray<TermOffset> terms, ulong term, ulong offset)
    {
        if (terms.IsDefaultOrEmpty) return term == 0;
        var ordered = terms.OrderBy(t => t.Term).ToList();
        var at = ordered.FindIndex(t => t.Term == term);
        return at >= 0 && (at + 1 == ordered.Count || ordered[at + 1].Offset > offset);
    }

    /// <summary>Another leader took over at or before that offset.</summary>
    private static bool IsPast(ImmutableArray<TermOffset> terms, ulong term, ulong offset) =>
        !terms.IsDefaultOrEmpty && terms.Any(t => t.Term == term) && !Continues(terms, term, offset);
}
