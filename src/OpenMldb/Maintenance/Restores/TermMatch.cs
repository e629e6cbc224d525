using System.Collections.Immutable;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>
/// Whether a loaded copy's log is the beginning of the leader's, by the nameserver's own rule. Source: <c>name_server_impl.cc</c> MatchTermOffset.
/// </summary>
internal static class TermMatch
{
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
}
