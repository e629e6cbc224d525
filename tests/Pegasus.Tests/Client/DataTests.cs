using System.Net;
using System.Text;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Tests.Client.Support;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Tests.Client;

public class DataTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Put_Key_GoesToItsPartitionWithItsHash()
    {
        await using var cluster = new DataCluster(r => DataCluster.Put(r, 0, 2, 7, 42));
        var table = await cluster.Table();
        Assert.Equal(7, table.PartitionOf("hello"u8));
        Assert.Equal(42, await table.Put("hello"u8.ToArray(), "k"u8.ToArray(), "v1"u8.ToArray(), None));
        var sent = Assert.Single(cluster.Replica.Received);
        Assert.Equal((1, 2, 7, 0x3377857006524257UL), (sent.HeaderVersion, sent.AppId, sent.PartitionIndex, sent.PartitionHash));
    }

    [Fact]
    public async Task Get_ValueOrNone_IsTold()
    {
        var code = 0;
        await using var cluster = new DataCluster(r => DataCluster.Get(r, code, "v1"));
        var table = await cluster.Table();
        Assert.Equal("v1", Encoding.ASCII.GetString((await table.Get("hello"u8.ToArray(), "k"u8.ToArray(), None))!));
        code = 1;
        Assert.Null(await table.Get("hello"u8.ToArray(), "k"u8.ToArray(), None));
        code = 5;
        Assert.Equal("kIOError", (await Assert.ThrowsAsync<RefusedByClusterException>(() => table.Get("hello"u8.ToArray(), "k"u8.ToArray(), None))).Error);
    }

    [Theory]
    [InlineData("ERR_INVALID_STATE", true)]
    [InlineData("ERR_OBJECT_NOT_FOUND", true)]
    [InlineData("ERR_NOT_ENOUGH_MEMBER", true)]
    [InlineData("ERR_BUSY", true)]
    [InlineData("ERR_TIMEOUT", false)]
    [InlineData("ERR_SOMETHING_NEW", false)]
    public async Task Put_Refused_IsUndoneOnlyWhenThatIsSure(string error, bool sure)
    {
        await using var cluster = new DataCluster(r => FakeReply.Error(r, error));
        var table = await cluster.Table();
        var thrown = await Assert.ThrowsAnyAsync<PegasusException>(() => table.Put("hello"u8.ToArray(), "k"u8.ToArray(), "v"u8.ToArray(), None));
        Assert.Equal(sure, thrown is RefusedByClusterException);
        Assert.Equal(!sure, thrown is OutcomeUnknownException);
    }

    [Fact]
    public async Task Put_LostOrWrongEcho_HasAnUnknownOutcome()
    {
        var reply = new Func<FakeRequest, FakeReply>(_ => FakeReply.Hangup);
        await using var cluster = new DataCluster(r => reply(r));
        var table = await cluster.Table();
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => table.Put("hello"u8.ToArray(), "k"u8.ToArray(), "v"u8.ToArray(), None));
        reply = r => DataCluster.Put(r, 0, 2, 6, 1);
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => table.Put("hello"u8.ToArray(), "k"u8.ToArray(), "v"u8.ToArray(), None));
        reply = r => DataCluster.Put(r, 5, 2, 7, 1);
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => table.Put("hello"u8.ToArray(), "k"u8.ToArray(), "v"u8.ToArray(), None));
    }

    [Fact]
    public async Task Put_WithoutPrimary_IsNotSentUntilRefreshed()
    {
        await using var cluster = new DataCluster(r => DataCluster.Put(r, 0, 2, 7, 1)) { HasPrimary = false };
        var table = await cluster.Table();
        var error = await Assert.ThrowsAsync<NodeUnreachableException>(() => table.Put("hello"u8.ToArray(), "k"u8.ToArray(), "v"u8.ToArray(), None));
        Assert.Equal(Delivery.NotSent, error.Delivery);
        cluster.HasPrimary = true;
        await table.Refresh(7, None);
        Assert.Equal(1, await table.Put("hello"u8.ToArray(), "k"u8.ToArray(), "v"u8.ToArray(), None));
    }

    private sealed class DataCluster : IAsyncDisposable
    {
        private readonly FakeServer _meta;
        private readonly PegasusClient _client;

        public DataCluster(Func<FakeRequest, FakeReply> answer)
        {
            Replica = new FakeServer(answer);
            _meta = new FakeServer(Meta);
            _client = Clients.Of(_meta);
        }

        public FakeServer Replica { get; }

        public bool HasPrimary { get; set; } = true;

        public Task<IDataTable> Table() => _client.Table("canary", None);

        public static FakeReply Put(FakeRequest request, int code, int app, int partition, long decree) => FakeReply.Frame(request, ThriftType.Struct, w =>
        {
            w.I32Field(1, code);
            w.I32Field(2, app);
            w.I32Field(3, partition);
            w.I64Field(4, decree);
            w.TextField(5, "10.0.0.2:34801");
            w.Stop();
        });

        public static FakeReply Get(FakeRequest request, int code, string value) => FakeReply.Frame(request, ThriftType.Struct, w =>
        {
            w.I32Field(1, code);
            w.Field(ThriftType.Struct, 2);
            w.Bytes(Encoding.ASCII.GetBytes(value));
            w.I32Field(3, 2);
            w.I32Field(4, 7);
            w.TextField(6, "10.0.0.2:34801");
            w.Stop();
        });

        public async ValueTask DisposeAsync()
        {
            await _client.DisposeAsync();
            await _meta.DisposeAsync();
            await Replica.DisposeAsync();
        }

        private FakeReply Meta(FakeRequest request)
        {
            var fields = new Fields(request.Reader(), "query_cfg_request");
            fields.Next();
            if (fields.Text() != "canary")
                return Clients.Leader(request);
            fields.Next();
            var asked = fields.List(ThriftType.I32, 4, r => r.I32());
            return FakeAnswers.Config(request, "ERR_OK", 2, 8, [.. (asked.IsEmpty ? Enumerable.Range(0, 8) : asked).Select(Partition)]);
        }

        private PartitionConfig Partition(int index)
        {
            var server = new Server(Replica.Address, IPEndPoint.Parse(Replica.Address.ToString()), false);
            return new PartitionConfig(new Gpid(2, index), 3, 3, HasPrimary ? server : null, [], [], 0, 0);
        }
    }
}
