using Nightshift.Onebox.Pegasus.Configuration;

namespace Nightshift.Onebox.Tests.Pegasus.Configuration;

public sealed class IniFileTests
{
    [Fact]
    public void Parse_UpstreamsForm_ReadsSectionsKeysAndLaterValues()
    {
        var ini = IniFile.Parse(["; comment", "[apps.replica]", "  ports = 34801", "# another", "[replication]", "fd_lease_seconds = 20", "fd_lease_seconds = 9", "slog_dir =", ""]);
        Assert.Equal(["apps.replica", "replication"], ini.Sections);
        Assert.Equal(34801, ini.Int("apps.replica", "ports", 0));
        Assert.Equal(9, ini.Number("replication", "fd_lease_seconds", 0));
        Assert.Equal("otherwise", ini.Text("replication", "slog_dir", "otherwise"));
        Assert.Throws<FormatException>(() => ini.Require("replication", "slog_dir"));
    }

    [Theory]
    [InlineData("key = value")]
    [InlineData("[section]\nno key")]
    public void Parse_LineOutOfPlace_Refuses(string text) => Assert.Throws<FormatException>(() => IniFile.Parse(text.Split('\n')));

    [Fact]
    public void Cover_ValuesOfTheOverlay_GoBeforeUntilTakenAway()
    {
        var ini = IniFile.Parse(["[onebox]", "slow_load_ms = 1"]);
        ini.Cover(IniFile.Parse(["[onebox]", "slow_load_ms = 2", "crash_on_start = true"]));
        Assert.Equal(2, ini.Int("onebox", "slow_load_ms", 0));
        Assert.True(ini.Bool("onebox", "crash_on_start", false));
        ini.Cover(null);
        Assert.Equal(1, ini.Int("onebox", "slow_load_ms", 0));
    }

    [Fact]
    public void MinReplicasForWrite_Zero_IsAMajorityOfMoreThanTwo()
    {
        var options = new ReplicaOptions(IniFile.Parse(["[replication]", "mutation_2pc_min_replica_count = 0"]));
        Assert.Equal([1, 1, 2, 3], ((int[])[1, 2, 3, 5]).Select(options.MinReplicasForWrite));
        Assert.Equal(2, new ReplicaOptions(IniFile.Parse(["[replication]"])).MinReplicasForWrite(1));
    }
}
