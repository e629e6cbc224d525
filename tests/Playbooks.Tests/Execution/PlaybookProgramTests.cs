using Nightshift.Playbooks.Tests.Fakes;
using Nightshift.Runs;

namespace Nightshift.Playbooks.Tests.Execution;

public sealed class PlaybookProgramTests
{
    [Fact]
    public async Task Execute_CommandFromTheFolder_WalksTheStepsInOrder()
    {
        using var box = new PlaybookBox();
        var commands = new PlaybookCommands(box.Catalog, new FakeClusters(box.Cluster));
        var reading = await commands.ReadAsync("/upgrade tablet 127.0.0.1:10921,127.0.0.1:10923 0.9.3 --mon", new PersonId("operator"), "cli", default);
        Assert.Empty(reading.Faults);
        var run = new FakeRun();

        await box.Program.ExecuteAsync(reading.Request!, run.Context(), default);

        Assert.Equal(
            [
                "127.0.0.1:10921 drain, single replica False", "127.0.0.1:10921 stop", "127.0.0.1:10921 install 0.9.3", "127.0.0.1:10921 start mon",
                "127.0.0.1:10921 catch up", "127.0.0.1:10921 undrain",
                "127.0.0.1:10923 drain, single replica False", "127.0.0.1:10923 stop", "127.0.0.1:10923 install 0.9.3", "127.0.0.1:10923 start mon",
                "127.0.0.1:10923 catch up", "127.0.0.1:10923 undrain",
            ],
            box.Cluster.Done);
        Assert.Equal("faketablet 127.0.0.1:10921: 127.0.0.1:10921 is drained", run.Said.First());
        Assert.Equal(["before 127.0.0.1:10921", "before 127.0.0.1:10923"], run.SafePoints);
        Assert.Equal("faketablets", run.Steps[0]);
        Assert.Contains("faketablet 127.0.0.1:10923/install", run.Steps);
    }
}
