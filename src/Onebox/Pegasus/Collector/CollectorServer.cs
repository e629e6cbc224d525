using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Configuration;
using Nightshift.Onebox.Pegasus.Hosting;
using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Replica.Serving;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Commands;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Collector;

/// <summary>The collector: writes and reads a table now and then (<c>available_detect_app</c>) and says its version; it holds no state.</summary>
internal sealed class CollectorServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly Dictionary<string, string> NoFlags = [];
    private readonly IniFile _ini;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly PeerClient _client;
    private readonly ServerWork _work;
    private readonly WireServer _wire;
    private long _detected;

    public CollectorServer(NodeAddress self, ServerIdentity identity, WireGeneration generation, IniFile ini, TimeProvider time, ILogger log)
    {
        (_ini, _time, _log) = (ini, time, log);
        _client = new PeerClient(generation, time, log);
        _work = new ServerWork(time, log);
        var commands = new RemoteCommands(generation);
        identity.Register(commands, ini, generation);
        _wire = new WireServer(self.Ip.ToEndPoint(), generation, new RpcHandlers().Add(RpcNames.Command, commands.AnswerAsync), log)
        {
            Http = call => ValueTask.FromResult(CommonPages.Answer(call, identity, ini, NoFlags)),
        };
    }

    /// <summary>How many writes were read back.</summary>
    public long Detected => Interlocked.Read(ref _detected);

    public void Start()
    {
        _wire.Start();
        _work.Run(async stopping =>
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(_ini.Number("pegasus.collector", "available_detect_interval_seconds", 3)), _time, stopping);
                await DetectAsync(stopping);
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _wire.DisposeAsync();
        await _work.DisposeAsync();
        await _client.DisposeAsync();
    }

    private async Task DetectAsync(CancellationToken cancellationToken)
    {
        var table = _ini.Text("pegasus.collector", "available_detect_app", "temp");
        if (await ConfigurationAsync(table, cancellationToken) is not { PartitionCount: > 0 } config) return;
        var key = Key($"detect_available_{table}");
        var hash = PartitionHash.OfKey(key)!.Value;
        var index = (int)(hash % (ulong)config.PartitionCount);
        if (config.Partitions.FirstOrDefault(partition => partition.Pid.PartitionIndex == index) is not { Primary.IsValid: true } partition) return;
        var meta = new RequestMeta { AppId = config.AppId, PartitionIndex = index, TimeoutMs = (int)Patience.TotalMilliseconds, PartitionHash = (long)hash };
        var value = Encoding.UTF8.GetBytes(_time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        var put = new UpdateRequest { Key = key, Value = value };
        var written = await _client.CallAsync(partition.Primary.Ip, InnerRpc.Put, meta, fields => fields.Struct(1, put), Patience, cancellationToken);
        var read = written.Error.IsOk
            ? await _client.CallAsync(partition.Primary.Ip, InnerRpc.Get, meta, fields => fields.Blob(1, key), Patience, cancellationToken)
            : written;
        if (read.Error.IsOk) Interlocked.Increment(ref _detected);
        else _log.NotAvailable(table, read.Error.Name);
    }

    private async Task<QueryConfigurationResponse?> ConfigurationAsync(string table, CancellationToken cancellationToken)
    {
        foreach (var meta in _ini.Text("meta_server", "server_list", "").Split(',', StringSplitOptions.TrimEntries))
        {
            var address = RpcAddress.Parse(meta.Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
            var reply = await _client.CallAsync<QueryConfigurationRequest, QueryConfigurationResponse>(
                address, RpcNames.QueryConfiguration, new QueryConfigurationRequest { AppName = table }, Patience, cancellationToken);
            if (reply.Message is { Error.IsOk: true } config) return config;
        }

        return null;
    }

    private static byte[] Key(string hashKey)
    {
        var text = Encoding.UTF8.GetBytes(hashKey);
        var key = new byte[text.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(key, (ushort)text.Length);
        text.CopyTo(key, 2);
        return key;
    }
}
