using Nightshift.EndToEnd.Pegasus.Support;
using Nightshift.EndToEnd.Support;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd.Pegasus;

/// <summary>A server that does not come back.</summary>
public sealed class LostServerTests(ITestOutputHelper output)
{
    [Fact]
    public async Task RestartHa_ServerDoesNotComeBack_StandsAndAsksAndGivenUpSaysWhatToDo()
    {
        await using var box = await PegasusBox.UpAsync();
        await box.FaultAsync("replica1", "crash_on_start", "true");
        await using var restart = await WatchedRestart.BeginOnTerminalAsync(box, output, asked: TimeSpan.FromSeconds(8));
        await restart.SaidAsync("died while starting");
        await restart.SaidAsync("/abort 1");
        Assert.False(restart.HasEnded);
        Assert.Equal("3600000", await box.Raw.SettingAsync("meta.lb.assign_delay_ms"));

        // Nobody answers.
        await restart.EndedAsync(1, $"replica server {box.Replica(1)}: process ", "died while starting", "| crash_on_start", "not done: start", "by hand: ");
        Assert.Equal(restart.Settings, await Expect.SettingsAsync(box.Raw));
        Assert.All(await box.Raw.ReadPartitionsAsync(), partition => Assert.True(partition.Configuration.Primary.IsValid && partition.Members.Count() >= 2, $"{partition}"));

        // What people are told to type is all that it takes.
        await box.ClearFaultsAsync();
        var told = await box.RunAsync(TimeSpan.FromMinutes(4), "exec", "/run 1", "--format", "json");
        Assert.True(told.ExitCode == 0, $"exit code {told.ExitCode}: {told.Everything}");
        await PegasusBox.TypeAsync(told.Last.GetProperty("run").GetProperty("leftUndone")[0].GetProperty("byHand").GetString()!);
        await restart.AsBeforeAsync();
    }
}
