using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Tests.Journal;

/// <summary>Guards and channels look at a run several times a second, under its journal's lock.</summary>
public class ManyStepsTests
{
    private const int Many = 10_000;
    private readonly RunProjection _run = new(new RunId(1), new Dictionary<string, string>());
    private long _sequence;

    public ManyStepsTests()
    {
        Apply(new Requested("demo", "/restart", "restart.csx", "{}", [], new PersonId("lena"), "test", new ApprovalPolicy(0, TimeSpan.Zero)));
        Apply(new PlanMade(new Plan("hash", "demo", "/restart", [], [], [], new Dictionary<string, string>(), [], [], Fingerprint.Empty, RiskTier.Low, null), [], false));
        Apply(new Started(1, "p"));
        for (var step = 0; step < Many; step++)
        {
            Apply(new StepIntent(At(step), StepKind.Effect, "move a leader", 1, false, false));
            if (step < Many - 1) Apply(new StepResult(At(step), 1, "{}", "moved", 5));
        }
    }

    [Fact]
    public void ToView_StepsThatEnded_AreMadeOnce()
    {
        var (one, other) = (_run.ToView(_ => null), _run.ToView(_ => null));

        Assert.All(one.Steps.Zip(other.Steps).SkipLast(1), pair => Assert.Same(pair.First, pair.Second));
        Assert.NotSame(one.Steps[^1], other.Steps[^1]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _run.ToView(_ => null);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * Many);
    }

    [Fact]
    public void ToView_StepThatIsBegunAgainOrNoted_IsMadeAnew()
    {
        var before = _run.ToView(_ => null).Steps[7];
        Apply(new Noted(At(7), "offset 42"));

        var after = _run.ToView(_ => null).Steps[7];

        Assert.Empty(before.Notes);
        Assert.Equal(["offset 42"], after.Notes);
    }

    private static StepPath At(int step) => new($"tablet {step / 100}/move {step}");

    private void Apply(RunEvent happened) =>
        _run.Apply(JournalChain.Link(new RunId(1), ++_sequence, DateTimeOffset.UnixEpoch.AddMilliseconds(_sequence), EventKinds.Of(happened), EventKinds.Write(happened), _run.LastHash), happened);
}
