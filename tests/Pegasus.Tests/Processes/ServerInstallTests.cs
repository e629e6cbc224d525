using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.Pegasus.Processes;

namespace Nightshift.Pegasus.Tests.Processes;

/// <summary>Releases and configurations on this machine; nothing runs.</summary>
public sealed class ServerInstallTests : IAsyncLifetime
{
    private const string Old = "[meta_server]\n  server_list = a:1 ; of this site\n[replication]\n  lease = 9\n  gone = 1\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("nightshift-pegasus-").FullName;
    private readonly HostPool _hosts = new(new HostsOptions(), TimeProvider.System, NullLoggerFactory.Instance);
    private readonly TestAttempt _first = new("s1", 1);
    private readonly ServerProcess _process;
    private readonly int _port = FreePort.Next();

    public ServerInstallTests()
    {
        Write("server/bin/pegasus_server", "#!/bin/sh\n[ \"$1\" = -v ] && echo 'Pegasus Server 2.4.0 (abcdef) Release'\n");
        Write("server/config.ini", Old);
        Write("new/bin/pegasus_server", "#!/bin/sh\necho 'Pegasus Server 2.5.0 (0ca31b70e) Release'\n");
        Write("new/config/replica.ini", "[meta_server]\n  server_list = a:1\n[replication]\n  lease = 20\n  port = @PORT@\n  host = @HOST@\n");
        var server = Servers.Replica(_hosts.Get(HostAddress.Parse("localhost")), Path.Combine(_folder, "server"), _port);
        _process = new ServerProcess(server, TimeProvider.System);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _hosts.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Version_InstalledProgram_SaysIt() => Assert.Equal("2.4.0", await _process.InstalledVersion(default));

    [Theory]
    [InlineData("exit 1")]
    [InlineData("echo nonsense")]
    [InlineData("kill -9 $$")]
    public async Task Version_ProgramThatDoesNotSay_IsUnknown(string program)
    {
        Write("server/bin/pegasus_server", $"#!/bin/sh\n{program}\n");

        Assert.Null(await _process.InstalledVersion(default));
    }

    [Fact]
    public async Task Install_ReleaseWithConfiguration_SwapsBothAndKeepsTheOld()
    {
        await _process.Install(Release, null, _first);

        Assert.Equal("2.5.0", await _process.InstalledVersion(default));
        Assert.Equal($"[meta_server]\n  server_list = a:1\n[replication]\n  lease = 20\n  port = {_port}\n  host = db1\n", Read("server/config.ini"));
        Assert.Equal(Old, Read("server/.nightshift/kept/s1/configuration"));
    }

    [Fact]
    public async Task Install_StagedBefore_TakesWhatLiesReady()
    {
        var ready = await _process.Stage(Release, _first);
        Assert.Equal("2.4.0", await _process.InstalledVersion(default));

        // Reading the release again, or copying it, would fail now.
        File.Delete(Path.Combine(_folder, "new/bin/pegasus_server"));
        Directory.Delete(ready.Directory, recursive: true);
        await _process.Install(Release, ready, _first);

        Assert.Equal("2.5.0", await _process.InstalledVersion(default));
        Assert.Contains("lease = 20", Read("server/config.ini"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_OtherReleaseWasStaged_StagesItsOwn()
    {
        var ready = await _process.Stage(Release, _first);

        await _process.Install(Release, ready with { Release = "2.6.0", Directory = "/nowhere" }, _first);

        Assert.Equal("2.5.0", await _process.InstalledVersion(default));
    }

    [Fact]
    public async Task RollBack_AfterInstall_BringsBothBack()
    {
        await _process.Install(Release, null, _first);

        await _process.RollBack(new TestAttempt("s2", 1));
        await _process.RollBack(new TestAttempt("s2", 1));

        Assert.Equal("2.4.0", await _process.InstalledVersion(default));
        Assert.Equal(Old, Read("server/config.ini"));
    }

    [Fact]
    public async Task RollBack_AfterCommit_ChangesNothing()
    {
        await _process.Install(Release, null, _first);
        await _process.Commit(_first);

        await _process.RollBack(new TestAttempt("s2", 1));

        Assert.Equal("2.5.0", await _process.InstalledVersion(default));
        Assert.Contains("lease = 20", Read("server/config.ini"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_AgainAfterACrash_KeepsTheConfigurationOfBefore()
    {
        await _process.Install(Release, null, _first);

        // As if the crash had come between the two swaps, and after them.
        File.WriteAllText(Path.Combine(_folder, "server/config.ini"), Old);
        await _process.Install(Release, null, _first);
        await _process.Install(Release, null, _first);
        Assert.Contains("lease = 20", Read("server/config.ini"), StringComparison.Ordinal);

        await _process.RollBack(new TestAttempt("s2", 1));
        Assert.Equal(Old, Read("server/config.ini"));
    }

    [Fact]
    public async Task Install_RetriedAsAnotherAttempt_LeadsBackToTheVeryFirst()
    {
        await _process.Install(Release, null, _first);
        await _process.Install(Release, null, new TestAttempt("s2", 2));

        await _process.RollBack(new TestAttempt("s3", 1));

        Assert.Equal("2.4.0", await _process.InstalledVersion(default));
        Assert.Equal(Old, Read("server/config.ini"));
    }

    [Fact]
    public async Task Install_ReleaseWithoutConfiguration_LeavesItAlone()
    {
        File.Delete(Path.Combine(_folder, "new/config/replica.ini"));

        await _process.Install(Release, null, _first);

        Assert.Equal(Old, Read("server/config.ini"));
    }

    [Fact]
    public async Task Install_MarkThatNobodyFills_ChangesNothing()
    {
        Write("new/config/replica.ini", "a = @TASK@\n");

        Assert.Contains("@TASK@", (await Assert.ThrowsAsync<ReleaseException>(() => _process.Install(Release, null, _first))).Message, StringComparison.Ordinal);
        Assert.Equal("2.4.0", await _process.InstalledVersion(default));
    }

    [Fact]
    public async Task Plan_Release_ShowsDigestsAndWhatChangesInTheConfiguration()
    {
        var plan = new TestPlan();

        await _process.PlanInstall(Release, plan);

        Assert.Empty(plan.Obstacles);
        Assert.Equal(["release 2.5.0", $"config.ini of replica server db1:{_port}"], plan.Digests.Select(digest => digest.Name));
        Assert.Equal(
            ["config.ini: [replication] lease: 9 → 20", $"config.ini: [replication] port: (not set) → {_port}", "config.ini: [replication] host: (not set) → db1", "config.ini: [replication] gone: 1 → (not set)"],
            plan.Details.Skip(1));
        Assert.StartsWith("bin/pegasus_server ", plan.Details[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_NotARelease_IsAnObstacle()
    {
        var plan = new TestPlan();
        File.Move(Path.Combine(_folder, "new/bin/pegasus_server"), Path.Combine(_folder, "new/bin/other"));

        await _process.PlanInstall(Release, plan);

        Assert.Contains("it is not a release of Pegasus", Assert.Single(plan.Obstacles), StringComparison.Ordinal);
    }

    private Release Release => new("2.5.0", Path.Combine(_folder, "new"));

    private string Read(string path) => File.ReadAllText(Path.Combine(_folder, path));

    private void Write(string path, string text)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
