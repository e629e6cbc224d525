namespace Nightshift.Clusters.Tests.Releases;

public sealed class ReleaseInstallerTests : IAsyncLifetime
{
    private readonly Deployment _deployment = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _deployment.DisposeAsync();

    [Fact]
    public async Task Stage_Twice_SendsOnceAndChangesNothingThatRuns()
    {
        Assert.True((await _deployment.StageAsync()).Sent);
        Assert.False((await _deployment.StageAsync()).Sent);
        Assert.Equal("one", _deployment.Binary);
        Assert.Null(await _deployment.Installer.InstalledAsync(default));
    }

    [Fact]
    public async Task Swap_Staged_BringsTheReleaseAndCarriesOverWhatItLacks()
    {
        await _deployment.Installer.SwapAsync(await _deployment.StageAsync(), "s1", default);

        Assert.Equal("two", _deployment.Binary);
        Assert.Equal("start two", _deployment.Folder.Read("root/bin/start.sh"));
        Assert.Equal("41", _deployment.Folder.Read("root/bin/tablet.pid"));
        Assert.Equal("42", _deployment.Folder.Read("root/bin/nameserver.pid.child"));
        Assert.Equal("of this site", _deployment.Folder.Read("root/bin/site.sh"));
        Assert.Equal("one", _deployment.Folder.Read("root/.nightshift/kept/s1/bin/openmldb"));
        Assert.Equal("2", await _deployment.Installer.InstalledAsync(default));
    }

    [Fact]
    public async Task Swap_PreparedBefore_OnlyRenamesAndCarriesOverWhatItLacks()
    {
        var staged = await _deployment.StageAsync();
        await _deployment.Installer.PrepareAsync(staged, default);
        await _deployment.Installer.PrepareAsync(staged, default);
        Assert.Equal("one", _deployment.Binary);

        // A copy at the time of the swap would bring this.
        File.WriteAllText(Path.Combine(staged.Directory, "openmldb"), "copied late");
        await _deployment.Installer.SwapAsync(staged, "s1", default);

        Assert.Equal("two", _deployment.Binary);
        Assert.Equal("41", _deployment.Folder.Read("root/bin/tablet.pid"));
        Assert.Equal("of this site", _deployment.Folder.Read("root/bin/site.sh"));
        await _deployment.Installer.RollBackAsync(default);
        Assert.Equal("one", _deployment.Binary);
    }

    [Fact]
    public async Task Commit_PreparedAndNeverSwapped_LeavesNoCopyBehind()
    {
        await _deployment.Installer.PrepareAsync(await _deployment.StageAsync(), default);

        await _deployment.Installer.CommitAsync(default);

        Assert.False(_deployment.Folder.Has("root/.nightshift/ready"));
    }

    [Fact]
    public async Task Swap_ReleaseWithPidFiles_KeepsThoseOfTheDeployment()
    {
        _deployment.Folder.Write("two/bin/tablet.pid", "999");
        _deployment.Folder.Write("two/bin/apiserver.pid", "998");

        await _deployment.Installer.SwapAsync(await _deployment.StageAsync(), "s1", default);

        Assert.Equal("41", _deployment.Folder.Read("root/bin/tablet.pid"));
        Assert.False(_deployment.Folder.Has("root/bin/apiserver.pid"));
    }

    [Fact]
    public async Task Swap_TwiceWithOneId_SwapsOnce()
    {
        var staged = await _deployment.StageAsync();
        await _deployment.Installer.SwapAsync(staged, "s1", default);
        _deployment.Folder.Write("root/bin/tablet.pid", "77");

        await _deployment.Installer.SwapAsync(staged, "s1", default);

        Assert.Equal("two", _deployment.Binary);
        Assert.Equal("77", _deployment.Folder.Read("root/bin/tablet.pid"));
        Assert.Equal("one", _deployment.Folder.Read("root/.nightshift/kept/s1/bin/openmldb"));
    }

    [Fact]
    public async Task RollBack_BinThatIsARelativeLink_LeadsToTheOldReleaseAgain()
    {
        Directory.Move(_deployment.Folder["root/bin"], _deployment.Folder["root/one"]);
        Directory.CreateSymbolicLink(_deployment.Folder["root/bin"], "one");
        await _deployment.Installer.SwapAsync(await _deployment.StageAsync(), "s1", default);
        Assert.Equal("two", _deployment.Binary);

        await _deployment.Installer.RollBackAsync(default);

        Assert.Equal("one", _deployment.Binary);
        Assert.Equal("41", _deployment.Folder.Read("root/bin/tablet.pid"));
    }

    [Fact]
    public async Task RollBack_AfterSwap_BringsTheOldReleaseWithThePidFilesOfNow()
    {
        await _deployment.Installer.SwapAsync(await _deployment.StageAsync(), "s1", default);
        _deployment.Folder.Write("root/bin/nameserver.pid", "78");
        File.Delete(_deployment.Folder["root/bin/tablet.pid"]);

        await _deployment.Installer.RollBackAsync(default);
        await _deployment.Installer.RollBackAsync(default);

        Assert.Equal("one", _deployment.Binary);
        Assert.Equal("78", _deployment.Folder.Read("root/bin/nameserver.pid"));
        Assert.False(_deployment.Folder.Has("root/bin/tablet.pid"));
        Assert.Null(await _deployment.Installer.InstalledAsync(default));
    }

    [Fact]
    public async Task RollBack_WithoutSwapOrAfterCommit_ChangesNothing()
    {
        await _deployment.Installer.RollBackAsync(default);
        Assert.Equal("one", _deployment.Binary);

        await _deployment.Installer.SwapAsync(await _deployment.StageAsync(), "s1", default);
        await _deployment.Installer.CommitAsync(default);
        await _deployment.Installer.RollBackAsync(default);

        Assert.Equal("two", _deployment.Binary);
        Assert.Equal("2", await _deployment.Installer.InstalledAsync(default));
    }

    [Fact]
    public async Task Swap_AgainAfterRollBack_Swaps()
    {
        var staged = await _deployment.StageAsync();
        await _deployment.Installer.SwapAsync(staged, "s1", default);
        await _deployment.Installer.RollBackAsync(default);

        await _deployment.Installer.SwapAsync(staged, "s1", default);

        Assert.Equal("two", _deployment.Binary);
    }

    [Fact]
    public async Task SwapAgain_AfterASwapOfAnotherAttempt_KeepsTheOldestBinToGoBackTo()
    {
        var staged = await _deployment.StageAsync();
        await _deployment.Installer.SwapAsync(staged, "s1", default);

        await _deployment.Installer.SwapAgainAsync(staged, "s2", default);
        Assert.Equal("two", _deployment.Binary);
        await _deployment.Installer.RollBackAsync(default);

        Assert.Equal("one", _deployment.Binary);
        Assert.Null(await _deployment.Installer.InstalledAsync(default));
    }

    [Fact]
    public async Task Commit_ManySwaps_KeepsTheThreeNewestBins()
    {
        var staged = await _deployment.StageAsync();
        for (var i = 1; i <= 5; i++)
        {
            await _deployment.Installer.SwapAsync(staged, $"s{i}", default);
            Directory.SetLastWriteTimeUtc(_deployment.Folder[$"root/.nightshift/kept/s{i}"], DateTime.UnixEpoch.AddDays(i));
        }

        await _deployment.Installer.CommitAsync(default);

        Assert.Equal(["s3", "s4", "s5"], Directory.GetDirectories(_deployment.Folder["root/.nightshift/kept"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Swap_WithoutBin_NamesHostAndReason()
    {
        var staged = await _deployment.StageAsync();
        Directory.Delete(_deployment.Folder["root/bin"], recursive: true);

        var fault = await Assert.ThrowsAsync<InstallException>(() => _deployment.Installer.SwapAsync(staged, "s1", default));

        Assert.Contains("localhost: swap of", fault.Message, StringComparison.Ordinal);
        Assert.Contains("there is no", fault.Message, StringComparison.Ordinal);
    }
}
