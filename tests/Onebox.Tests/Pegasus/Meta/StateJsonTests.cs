using System.Text;
using Nightshift.Onebox.Pegasus.Meta.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Tests.Pegasus.Meta;

public sealed class StateJsonTests
{
    private const string Partition = """
        {"pid":"2.0","ballot":7,"max_replica_count":3,"primary":"10.0.0.2:34801","secondaries":["10.0.0.1:34801"],"last_drops":[],"last_committed_decree":41,"partition_flags":0}
        """;

    [Fact]
    public void Partition_UpTo25_ReadAndWrittenAsTheReferenceHasIt()
    {
        var partition = StateJson.ReadPartition(Encoding.UTF8.GetBytes(Partition), WireGeneration.Address);
        Assert.Equal((new Gpid(2, 0), 7L, "10.0.0.2:34801"), (partition.Pid, partition.Ballot, partition.Primary.ToString()));
        Assert.Equal(Partition.Trim(), Encoding.UTF8.GetString(StateJson.Write(partition, WireGeneration.Address)));
    }

    [Fact]
    public void Partition_NoPrimaryInMaster_IsNamedInvalidTwice()
    {
        var text = Encoding.UTF8.GetString(StateJson.Write(new PartitionConfiguration { Pid = new Gpid(1, 3) }, WireGeneration.HostPort));
        Assert.Contains("\"primary\":\"invalid address\"", text, StringComparison.Ordinal);
        Assert.Contains("\"hp_primary\":\"invalid host_port\",\"hp_secondaries\":[],\"hp_last_drops\":[]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Partition_Of25ReadByMaster_IsNamedByAddress()
        => Assert.Equal("10.0.0.1:34801", StateJson.ReadPartition(Encoding.UTF8.GetBytes(Partition), WireGeneration.HostPort).Secondaries[0].ToString());

    [Fact]
    public void App_WrittenAndRead_StaysTheSame()
    {
        var app = new AppInfo { Status = AppStatus.Creating, AppId = 2, AppName = "temp", AppType = "pegasus", PartitionCount = 8, IsStateful = true, MaxReplicaCount = 3 };
        var bytes = StateJson.Write(app, AppStatus.Available);
        Assert.StartsWith("{\"status\":\"app_status::AS_AVAILABLE\",\"app_type\":\"pegasus\"", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.Contains("\"is_stateful\":1", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        var read = StateJson.ReadApp(bytes);
        Assert.Equal((AppStatus.Available, "temp", 8, true), (read.Status, read.AppName, read.PartitionCount, read.IsStateful));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"pid\":\"2.0\"}")]
    public void Partition_SomethingElse_Refused(string text)
        => Assert.Throws<InvalidDataException>(() => StateJson.ReadPartition(Encoding.UTF8.GetBytes(text), WireGeneration.Address));
}
