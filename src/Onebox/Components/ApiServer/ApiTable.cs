using System.Text.Json.Nodes;
using Nightshift.Onebox.Components.Rows;

namespace Nightshift.Onebox.Components.ApiServer;

/// <summary>A table as routing needs it.</summary>
internal sealed class ApiTable
{
    private const string NullKey = "!N@U#L$L%";
    private const string EmptyKey = "!@#$%";
    private readonly JsonObject _info;

    public ApiTable(JsonObject info)
    {
        _info = info;
        Name = (string)info["name"]!;
        Tid = (long)info["tid"]!;
        Columns = [.. (info["column_desc"]?.AsArray() ?? []).Select(c => new Column((string)c!["name"]!, (string)c["data_type"]!))];
        Keys = [.. (info["column_key"]?.AsArray() ?? []).Select(k => k!.AsObject())];
        Partitions = info["table_partition"]?.AsArray() ?? [];
    }

    public string Name { get; }

    public long Tid { get; }

    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The indexes, as ShowTable has them.</summary>
    public IReadOnlyList<JsonObject> Keys { get; }

    public JsonArray Partitions { get; }

    /// <summary>The values of an index's columns as key text, joined by <c>|</c>.</summary>
    public string KeyOf(JsonObject index, IReadOnlyList<object?> row) => string.Join('|', index["col_name"]!.AsArray().Select(name => row[Position((string)name!)] switch
    {
        null => NullKey,
        "" => EmptyKey,
        var value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
    }));

    /// <summary>The index's time of a row in ms; null when the index has no time column.</summary>
    public long? TimeOf(JsonObject index, IReadOnlyList<object?> row) => (string?)index["ts_name"] is { Length: > 0 } name ? (long?)row[Position(name)] : null;

    /// <summary>Partition and endpoint of the leader for a key.</summary>
    public (int Pid, string Endpoint) Route(string key)
    {
        var pid = PartitionHash.Of(key, Partitions.Count);
        var replicas = Partitions.First(p => (int)p!["pid"]! == pid)!["partition_meta"]?.AsArray() ?? [];
        var leader = replicas.FirstOrDefault(r => (bool?)r!["is_leader"] == true && ((bool?)r["is_alive"] ?? true));
        return leader is null
            ? throw new ApiException(ApiException.CommandError, $"fail to get tablet client. pid {pid}")
            : (pid, (string)leader["endpoint"]!);
    }

    /// <summary>The answer of <c>GET /dbs/{db}/tables/{t}</c>.</summary>
    public JsonObject Describe()
    {
        var description = new JsonObject { ["name"] = Name, ["table_partition_size"] = Partitions.Count };
        foreach (var name in (string[])["seg_cnt", "tid", "partition_num", "replica_num", "compress_type", "column_desc", "column_key", "db"])
            if (_info[name] is { } value)
                description[name] = value.DeepClone();
        return description;
    }

    private int Position(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
            if (Columns[i].Name == column)
                return i;
        throw new ApiException(ApiException.EngineError, $"no column {column}");
    }
}
