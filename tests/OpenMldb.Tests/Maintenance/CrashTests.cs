using Nightshift.OpenMldb.Tests.Maintenance.Support;
using Xunit.Abstractions;

namespace Nightshift.OpenMldb.Tests.Maintenance;

public sealed class CrashTests(SharedCluster shared, ITestOutputHelper output) : IClassFixture<SharedCluster>
{
    /// <summary>Which changes the world ends at; all of them when <c>NIGHTSHIFT_EVERY_CRASH</c> is set.</summary>
    public static TheoryData<int, bool> Changes()
    {
        var data = new TheoryData<int, bool>();
        var every = Environment.GetEnvironmentVariable("NIGHTSHIFT_EVERY_CRASH") is not null;
        for (var change = 1; change <= 45; change += every ? 1 : 6)
        {
            data.Add(change, false);
            data.Add(change, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Resume_KilledAtAChange_LosesNothingAndLeavesAllAsBefore(int change, bool afterEffect)
    {
        await shared.Quiet();
        var kill = new KillSwitch(change, afterEffect);
        var thrown = await new Scenario(shared, output) { Kill = kill, Retries = 1 }.Run();
        Assert.Null(thrown);
    }
}
