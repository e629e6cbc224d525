using Nightshift.Runs;

namespace Nightshift.Clusters.Tests.Reports;

public sealed class FingerprintTests
{
    [Fact]
    public void DifferenceTo_ChangedAddedAndLost_TellsEachOnceInOrder()
    {
        var was = Of(("b", "1"), ("a", "x"), ("same", "s"));
        var now = Of(("c", "2"), ("a", "y"), ("same", "s"));

        Assert.Equal(["a: x → y", "b: 1 → absent", "c: absent → 2"], was.DifferenceTo(now));
    }

    [Fact]
    public void DifferenceTo_SameFactsInOtherOrder_IsEmpty()
    {
        Assert.Empty(Of(("a", "1"), ("b", "2")).DifferenceTo(Of(("b", "2"), ("a", "1"))));
        Assert.Empty(Fingerprint.Empty.DifferenceTo(Fingerprint.Empty));
    }

    private static Fingerprint Of(params (string Key, string Value)[] facts) => new(facts.ToDictionary(fact => fact.Key, fact => fact.Value));
}
