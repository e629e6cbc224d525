using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Tests.Client;

public sealed class BrpcMetricsTests
{
    private const string Quiet = """
        # HELP rpc_server_10921_openmldb_api_tablet_server_put_concurrency
        # TYPE rpc_server_10921_openmldb_api_tablet_server_put_concurrency gauge
        rpc_server_10921_openmldb_api_tablet_server_put_concurrency 0
        rpc_server_10921_openmldb_api_tablet_server_put_max_concurrency 64
        rpc_server_10921_openmldb_api_tablet_server_get_concurrency 9
        rpc_server_10921_openmldb_api_tablet_server_delete_concurrency 0

        """;

    [Fact]
    public void WritesUnderWay_OnlyReadersUnderWay_IsZero() => Assert.Equal(0, BrpcMetrics.WritesUnderWay(Quiet));

    [Theory]
    [InlineData("rpc_server_10921_openmldb_api_tablet_server_get_task_status_count 53\n", 53L)]
    [InlineData("rpc_server_10921_openmldb_api_tablet_server_get_task_status_count 0\r\n", 0L)]
    [InlineData("rpc_server_10921_openmldb_api_tablet_server_get_table_status_count 53\n", null)]
    [InlineData("rpc_server_10921_openmldb_api_tablet_server_get_task_status_count ?\n", null)]
    [InlineData("", null)]
    public void TasksTold_CountOfTheMethod_OrUnknown(string lines, long? told) => Assert.Equal(told, BrpcMetrics.TasksTold(Quiet + lines));

    [Fact]
    public void WritesUnderWay_LinesEndInCrLf_AreRead() => Assert.Equal(0, BrpcMetrics.WritesUnderWay(Quiet.ReplaceLineEndings("\r\n")));

    [Theory]
    [InlineData("put")]
    [InlineData("delete")]
    public void WritesUnderWay_OneWrites_IsCounted(string method) =>
        Assert.Equal(3, BrpcMetrics.WritesUnderWay(Quiet.Replace($"{method}_concurrency 0", $"{method}_concurrency 3", StringComparison.Ordinal)));

    [Fact]
    public void WritesUnderWay_BulkLoads_AreCounted() =>
        Assert.Equal(2, BrpcMetrics.WritesUnderWay($"{Quiet}rpc_server_10921_openmldb_api_tablet_server_bulk_load_concurrency 2\n"));

    [Theory]
    [InlineData("")]
    [InlineData("rpc_server_10921_openmldb_api_tablet_server_put_concurrency 0\n")]
    [InlineData("rpc_server_10921_openmldb_api_tablet_server_put_concurrency x\nrpc_server_10921_openmldb_api_tablet_server_delete_concurrency 0\n")]
    public void WritesUnderWay_PageDoesNotTell_IsUnknown(string page) => Assert.Null(BrpcMetrics.WritesUnderWay(page));
}
