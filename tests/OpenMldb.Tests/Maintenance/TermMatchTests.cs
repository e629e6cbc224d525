using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Maintenance;

namespace Nightshift.OpenMldb.Tests.Maintenance;

public sealed class TermMatchTests
{
    [Theory]
    [InlineData(1, 50, true)] // ends within its own term
    [InlineData(1, 99, true)] // ends directly before the next
    [InlineData(1, 100, false)] // has what the next leader never had
    [InlineData(3, 150, true)]
    [InlineData(3, 99, false)] // before its own term, and a newer one began elsewhere
    [InlineData(5, 500, true)] // the newest term has no end
    [InlineData(5, 199, true)] // ends exactly before the newest term
    [InlineData(2, 50, false)] // unknown term
    public void IsPrefix_ByTermAndOffset_IsTheNameserversRule(ulong term, ulong offset, bool expected) =>
        Assert.Equal(expected, TermMatch.IsPrefix([new TermOffset(1, 0), new TermOffset(3, 100), new TermOffset(5, 200)], term, offset));

    [Theory]
    [InlineData(3, 20, true)] // lost its tail: shorter, not different
    [InlineData(3, 150, true)]
    [InlineData(3, 200, false)] // another leader began there
    [InlineData(4, 20, false)] // the record lost that term
    public void Continues_KnownTerm_ForgivesALostTail(ulong term, ulong offset, bool expected) =>
        Assert.Equal(expected, TermMatch.Continues([new TermOffset(1, 0), new TermOffset(3, 100), new TermOffset(5, 200)], term, offset));

    [Theory]
    [InlineData(null, 5, 0, 250, 240, LogFit.Diverged)] // of the newest term, and longer than its leader
    [InlineData(5, 0, 0, 250, 240, LogFit.Diverged)]
    [InlineData(null, 5, 0, 250, 250, LogFit.Beginning)]
    [InlineData(3, 0, 0, 150, 250, LogFit.Beginning)]
    [InlineData(3, 0, 0, 220, 250, LogFit.Diverged)] // another leader began before its end
    [InlineData(null, 3, 0, 220, 250, LogFit.Diverged)]
    [InlineData(null, 0, 5, 250, 250, LogFit.Beginning)] // its own snapshot is of the newest term
    [InlineData(null, 0, 3, 150, 250, LogFit.Beginning)]
    [InlineData(null, 0, 3, 220, 250, LogFit.Unknown)]
    [InlineData(null, 0, 0, 50, 250, LogFit.Beginning)] // ends before anybody else led
    [InlineData(null, 0, 0, 150, 250, LogFit.Unknown)]
    [InlineData(null, 4, 0, 150, 250, LogFit.Unknown)] // a term that was never recorded
    public void Fit_ByTermsAndEnds_IsWhatIsKnown(int? known, ulong term, ulong snapshot, ulong end, ulong leaderEnd, object expected) =>
        Assert.Equal(
            (LogFit)expected,
            TermMatch.Fit([new TermOffset(1, 0), new TermOffset(3, 100), new TermOffset(5, 200)], (ulong?)known, term, snapshot, end, leaderEnd));

    [Fact]
    public void Fit_OnlyOneLeaderEver_IsTheBeginning() => Assert.Equal(LogFit.Beginning, TermMatch.Fit([new TermOffset(1, 0)], null, 0, 0, 50, 50));
}
