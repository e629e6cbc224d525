using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Leaks;

namespace Nightshift.OpenMldb.Tests.Leaks;

public sealed class StatFileTests
{
    [Fact]
    public void Parse_LinesOfPreUpgrade_AreEntries()
    {
        var file = StatFile.Parse("db1", "/opt/.stat", "d", "10.0.0.1:10921,demo,orders,12,3,\n10.0.0.1:10921,,old,13,0,10.0.0.2:10921\n");
        Assert.Empty(file.Strange);
        Assert.Equal(
            [
                new StatEntry(Endpoint.Parse("10.0.0.1:10921"), new PartitionId("demo", "orders", 3), 12, null),
                new StatEntry(Endpoint.Parse("10.0.0.1:10921"), new PartitionId("", "old", 0), 13, Endpoint.Parse("10.0.0.2:10921")),
            ],
            file.Entries);
    }

    [Fact]
    public void Parse_TabletLedNothing_IsAnEmptyFile()
    {
        var file = StatFile.Parse("db1", "/opt/.stat", "d", "");
        Assert.Empty(file.Entries);
        Assert.Empty(file.Strange);
    }

    [Theory]
    [InlineData("10.0.0.1:10921,demo,orders,12,3")]
    [InlineData("10.0.0.1:10921,demo,orders,12,3,,")]
    [InlineData("10.0.0.1:10921,demo,,12,3,")]
    [InlineData("10.0.0.1:10921,demo,orders,twelve,3,")]
    [InlineData("10.0.0.1:10921,demo,orders,12,-3,")]
    [InlineData("10.0.0.1:10921,demo,orders,12,3,a b")]
    [InlineData("$(reboot),demo,orders,12,3,")]
    public void Parse_AnythingElse_IsStrangeAndNoEntry(string line)
    {
        var file = StatFile.Parse("db1", "/opt/.stat", "d", line);
        Assert.Empty(file.Entries);
        Assert.Single(file.Strange);
    }
}
