using System.Diagnostics;
using Nightshift.ZooKeeper.Tests.Servers;

namespace Nightshift.Onebox.Tests.ZooKeeper;

/// <summary>Upstream's own command line talks to the embedded server.</summary>
public sealed class JavaClientTests(EmbeddedServerProcess server) : IClassFixture<EmbeddedServerProcess>
{
    [Fact]
    public async Task ZooKeeperMain_OneShotCommands_AreServed()
    {
        Assert.Contains("Created /java", await Run("create", "/java", "hello"), StringComparison.Ordinal);
        Assert.Contains("Created /java/n0000000000", await Run("create", "-s", "/java/n", "x"), StringComparison.Ordinal);
        var read = await Run("get", "-s", "/java");
        Assert.Contains("hello", read, StringComparison.Ordinal);
        Assert.Contains("numChildren = 1", read, StringComparison.Ordinal);
        Assert.Contains("dataLength = 5", read, StringComparison.Ordinal);
        Assert.Contains("[n0000000000]", await Run("ls", "/java"), StringComparison.Ordinal);
        Assert.Contains("Node not empty", await Run("delete", "/java"), StringComparison.Ordinal);
        Assert.Contains("version No is not valid", await Run("set", "-v", "7", "/java", "late"), StringComparison.Ordinal);
        await Run("delete", "/java/n0000000000");
        await Run("delete", "/java");
        Assert.Contains("Node does not exist", await Run("stat", "/java"), StringComparison.Ordinal);
    }

    private async Task<string> Run(params string[] command)
    {
        var start = new ProcessStartInfo("java") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[]
        {
            "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", ZooKeeperJar.Require() + ":/usr/share/java/slf4j-nop.jar",
            "org.apache.zookeeper.ZooKeeperMain", "-server", $"{server.Address}",
        }.Concat(command))
            start.ArgumentList.Add(argument);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        using var process = Process.Start(start)!;
        try
        {
            var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return string.Concat(texts);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
