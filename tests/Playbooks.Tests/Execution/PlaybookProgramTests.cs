using Nightshift.Playbooks.Tests.Fakes;
using Nightshift.Runs;

namespace Nightshift.Playbooks.Tests.Execution;

public sealed class PlaybookProgramTests
{
    [Fact]
    public async Task Execute_CommandFromTheFolder_WalksTheStepsInOrder()
    {
        using var box = new PlaybookBox();
        var playbook = (await box.Catalog.CurrentAsync(default)).Playbooks.First(known => known.Descriptor.Command == "upgrade tablet");
        var bound = await PlaybookBinder.BindAsync(playbook.Descriptor, ["127.0.0.1:10921,127.0.0.1:10923", "0.9.3", "--mon"], box.Cluster, default);
        Assert.Empty(bound.Faults);
        var request = new RunRequest(box.Cluster.Name, "/upgrade tablet", playbook.Descriptor.Path, bound.Options!, playbook.Sources, new PersonId("operator"), "cli");
        var run = new FakeRun();

        await box.Program.ExecuteAsync(request, run.Context(), default);

        Assert.Equal(
            [
                "127.0.0.1:10921 drain, single replica False", "127.0.0.1:10921 stop", "127.0.0.1:10921 install 0.9.3", "127.0.0.1:10921 start mon",
                "127.0.0.1:10921 catch up", "127.0.0.1:10921 undrain",
                "127.0.0.1:10923 drain, single replica False", "127.0.0.1:10923 stop", "127.0.0.1:10923 install 0.9.3", "127.0.0.1:10923 start mon",
                "127.0.0.1:10923 catch up", "127.0.0.1:10923 undrain",
            ],
            box.Cluster.Done);
        Assert.Equal("fake tablet 127.0.0.1:10921: 127.0.0.1:10921 is drained", run.Said.First());
        Assert.Equal(["before 127.0.0.1:10921", "before 127.0.0.1:10923"], run.SafePoints);
        Assert.Equal(["before 127.0.0.1:10921: ", "before 127.0.0.1:10923: 127.0.0.1:10921"], run.Compared);
        Assert.Equal("fake tablets", run.Steps[0]);
        Assert.Contains("fake tablet 127.0.0.1:10923/install", run.Steps);
    }
}
