using System.Text.Json;
using Nightshift.EndToEnd.Support;
using Xunit.Abstractions;
using Nightshift.Hosts.Tests.Support;

namespace Nightshift.EndToEnd;

/// <summary>The tablets' host reached over a real SSH server whose connections are cut while a tablet is stopped and started.</summary>
public sealed class SshTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Upgrade_ConnectionsCutDuringStopAndStart_FinishesAndRunsEachCommandOnce()
    {
        await using var box = await Box.UpAsync();
        await using var sshd = await SshServer.StartAsync();
        using var cluster = new RawCluster(box);
        await using var starts = new StartCounter(box);
        var before = await cluster.ReadPartitionsAsync();
        var config = await WriteConfigurationAsync(box, sshd);

        await using var bot = BotProcess.Start(box, "exec", $"/upgrade tablet {box.Tablet(1)} 0.9.3", "--approve-as", "oncall", "--format", "json", "--config", config);
        var cuts = 0;
        foreach (var moment in new[] { "stop process", "/start\"" })
        {
            await bot.WaitForLineAsync(line => line.Contains(moment, StringComparison.Ordinal), TimeSpan.FromSeconds(120));
            cuts += Cut(sshd);
        }

        var finished = await bot.EndAsync(Patience);
        output.WriteLine($"{cuts} connections cut; {finished.Output[^1]}");
        Assert.True(finished.ExitCode == 0, finished.Everything);
        Assert.True(cuts > 0, "there was no connection to cut");
        await Expect.AsBeforeAsync(cluster, before, "true");
        Assert.StartsWith("0.9.3", await cluster.VersionAsync(box.Tablet(1)), StringComparison.Ordinal);
        Assert.Contains(("tablet1", 2), starts.Counts);
    }

    /// <summary>Kills the server's sessions, as a broken network would end them.</summary>
    private static int Cut(SshServer sshd)
    {
        var sessions = sshd.Sessions();
        foreach (var session in sessions)
        {
            try
            {
                using var process = System.Diagnostics.Process.GetProcessById(session);
                process.Kill();
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                // It ended by itself between the look and the kill.
            }
        }

        return sessions.Count;
    }

    private static async Task<string> WriteConfigurationAsync(Box box, SshServer sshd)
    {
        var description = await box.Cluster.DescribeAsync(CancellationToken.None);
        var settings = new
        {
            Nightshift = new
            {
                Clusters = new
                {
                    openmldb = new
                    {
                        Kind = "openmldb",
                        description.ZooKeeper,
                        description.RootPath,
                        SnapshotHour = "",
                        Releases = description.Releases.ToDictionary(release => release.Version, release => release.Path),
                        Nodes = description.Components.Where(component => component.Component == "tablet").Select(component => new { component.Component, component.Endpoint, Host = $"127.0.0.1:{sshd.Port}", component.Directory }),
                    },
                },
                Ssh = new { ConfigFile = sshd.ClientConfig, KnownHostsFile = sshd.KnownHosts, Records = Path.Combine(box.Home, "commands") },
                People = new { @operator = new { Roles = new[] { "all" } }, oncall = new { Roles = new[] { "all" } } },
                Rights = new[] { new { Role = "all", Commands = new[] { "*" } } },
            },
        };
        var path = Path.Combine(box.Home, "ssh.json");
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(settings));
        return path;
    }
}
