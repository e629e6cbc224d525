namespace Nightshift.Clusters.Tests.Releases;

/// <summary>The swap is killed before each of its commands in turn, and then run again, or back.</summary>
public sealed class CutSwapTests
{
    private const int MoreThanEnough = 80;

    [Fact]
    public async Task Swap_CutAnywhereAndRunAgain_BringsTheNewRelease()
    {
        var cuts = await CutEverywhereAsync("swap", async deployment =>
        {
            await deployment.Installer.SwapAsync(deployment.Staged, "s1", default);
            AssertNew(deployment);
            Assert.Equal("2", await deployment.Installer.InstalledAsync(default));
        });

        Assert.InRange(cuts, 15, MoreThanEnough - 1);
    }

    [Fact]
    public async Task Swap_OfAPreparedReleaseCutAnywhereAndRunAgain_BringsTheNewRelease()
    {
        var cuts = await CutEverywhereAsync("swap", prepared: true, carryOn: async deployment =>
        {
            await deployment.Installer.SwapAsync(deployment.Staged, "s1", default);
            AssertNew(deployment);
        });

        Assert.InRange(cuts, 15, MoreThanEnough - 1);
    }

    [Fact]
    public async Task Prepare_CutAnywhereAndRunAgain_IsSwappedWhole()
    {
        var cuts = await CutEverywhereAsync("prepare", async deployment =>
        {
            AssertOld(deployment);
            await deployment.Installer.PrepareAsync(deployment.Staged, default);
            await deployment.Installer.SwapAsync(deployment.Staged, "s1", default);
            AssertNew(deployment);
        });

        Assert.InRange(cuts, 5, MoreThanEnough - 1);
    }

    [Fact]
    public async Task Swap_CutAnywhereAndRolledBack_BringsTheOldRelease() => await CutEverywhereAsync("swap", async deployment =>
    {
        await deployment.Installer.RollBackAsync(default);
        AssertOld(deployment);
        Assert.Null(await deployment.Installer.InstalledAsync(default));
    });

    [Fact]
    public async Task RollBack_CutAnywhereAndRunAgain_BringsTheOldRelease()
    {
        var cuts = await CutEverywhereAsync("rollback", async deployment =>
        {
            await deployment.Installer.RollBackAsync(default);
            AssertOld(deployment);
            Assert.Null(await deployment.Installer.InstalledAsync(default));
        });

        Assert.InRange(cuts, 8, MoreThanEnough - 1);
    }

    [Fact]
    public async Task RollBack_CutAnywhereAndSwappedAgain_BringsTheNewRelease() => await CutEverywhereAsync("rollback", async deployment =>
    {
        await deployment.Installer.SwapAsync(deployment.Staged, "s1", default);
        AssertNew(deployment);
    });

    private static async Task<int> CutEverywhereAsync(string verb, Func<Deployment, Task> carryOn, bool prepared = false)
    {
        for (var cut = 1; cut < MoreThanEnough; cut++)
        {
            await using var deployment = new Deployment();
            if (prepared) await deployment.Installer.PrepareAsync(deployment.Staged, default);
            if (verb == "rollback") Assert.False(await deployment.RunCutAsync("swap", "s1", cutBefore: 1000));
            if (!await deployment.RunCutAsync(verb, "s1", cut)) return cut;
            await carryOn(deployment);
        }

        return MoreThanEnough;
    }

    private static void AssertNew(Deployment deployment)
    {
        Assert.Equal("two", deployment.Binary);
        AssertWhole(deployment);
    }

    private static void AssertOld(Deployment deployment)
    {
        Assert.Equal("one", deployment.Binary);
        AssertWhole(deployment);
    }

    private static void AssertWhole(Deployment deployment)
    {
        Assert.Equal("41", deployment.Folder.Read("root/bin/tablet.pid"));
        Assert.Equal("42", deployment.Folder.Read("root/bin/nameserver.pid.child"));
        Assert.Equal("of this site", deployment.Folder.Read("root/bin/site.sh"));
    }
}
