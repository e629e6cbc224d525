using Nightshift.Runs.Engine;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

public class EngineBehaviourTests
{
    private const string Old =
        """{"Cluster":"demo","Command":"/restart","Playbook":"x.csx","Options":"{}","Sources":[],"RequestedBy":"operator","Channel":"test","Policy":{"Approvers":0,"ValidFor":"01:00:00"}}""";

    [Fact]
    public async Task Submit_NewRun_RecordsTheBehaviourOfThisEngine()
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        var runs = await harness.StartAsync(new DelegateProgram((_, _) => Task.CompletedTask), store);
        var run = (await RunAsync(runs)).Summary.Id;

        Assert.Contains($"\"Engine\":{EngineBehaviour.Current}", (await store.ReadAsync(run, 0, default))[0].Payload, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_JournalThatDidNotSay_IsOfTheFirst() => Assert.Equal(1, Apply(Old).Engine);

    [Theory]
    [InlineData(0)]
    [InlineData(EngineBehaviour.Current + 1)]
    public void Apply_BehaviourThatIsNotKnown_IsUnreadable(int engine)
    {
        var refused = Assert.Throws<UnreadableJournalException>(() => Apply(Old[..^1] + $",\"Engine\":{engine}}}"));
        Assert.Contains($"it was begun with engine behaviour {engine}; this version knows 1 to {EngineBehaviour.Current}", refused.Message, StringComparison.Ordinal);
    }

    private static RunProjection Apply(string payload)
    {
        var run = new RunId(1);
        var projection = new RunProjection(run, new Dictionary<string, string>());
        var row = JournalChain.Link(run, 1, DateTimeOffset.UnixEpoch, "requested", payload, JournalChain.Start);
        projection.Apply(row, EventKinds.Read(run, 1, row.Kind, row.Payload));
        return projection;
    }
}
