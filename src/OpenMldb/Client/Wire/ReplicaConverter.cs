using System.Text.Json;
using System.Text.Json.Serialization;
using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Client.Wire;

/// <summary>
/// PartitionMeta: endpoint (required), is_leader (required), is_alive (default true), offset, record_cnt, record_byte_size,
/// tablet_has_partition (default true). Others are skipped.
/// </summary>
internal sealed class ReplicaConverter : JsonConverter<Replica>
{
    public override Replica Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadReplica(ref reader);

    public override void Write(Utf8JsonWriter writer, Replica value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("endpoint"u8, value.Endpoint.ToString());
        writer.WriteBoolean("is_leader"u8, value.IsLeader);
        writer.WriteBoolean("is_alive"u8, value.IsAlive);
        if (value.Offset is { } offset)
            writer.WriteNumber("offset"u8, offset);
        if (value.Records is { } records)
            writer.WriteNumber("record_cnt"u8, records);
        if (value.RecordBytes is { } bytes)
            writer.WriteNumber("record_byte_size"u8, bytes);
        writer.WriteBoolean("tablet_has_partition"u8, value.TabletHasPartition);
        writer.WriteEndObject();
    }

    internal static Replica ReadReplica(ref Utf8JsonReader reader)
    {
        JsonFields.ExpectObject(ref reader);
        Endpoint? endpoint = null;
        bool? isLeader = null, isAlive = null, hasPartition = null;
        ulong? offset = null, records = null, bytes = null;
        while (JsonFields.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("endpoint"u8) && reader.Read())
                endpoint = EndpointInterner.Read(ref reader);
            else if (reader.ValueTextEquals("is_leader"u8) && reader.Read())
                isLeader = JsonFields.ReadBoolean(ref reader);
            else if (reader.ValueTextEquals("is_alive"u8) && reader.Read())
                isAlive = JsonFields.ReadBoolean(ref reader);
            else if (reader.ValueTextEquals("offset"u8) && reader.Read())
                offset = JsonFields.ReadUInt64(ref reader);
            else if (reader.ValueTextEquals("record_cnt"u8) && reader.Read())
                records = JsonFields.ReadUInt64(ref reader);
            else if (reader.ValueTextEquals("record_byte_size"u8) && reader.Read())
                bytes = JsonFields.ReadUInt64(ref reader);
            else if (reader.ValueTextEquals("tablet_has_partition"u8) && reader.Read())
                hasPartition = JsonFields.ReadBoolean(ref reader);
            else
                JsonFields.Skip(ref reader);
        }

        if (endpoint is null || isLeader is null)
            throw new JsonException("A replica lacks endpoint or is_leader.");
        return new Replica(endpoint.Value, isLeader.Value, isAlive ?? true, offset, records, bytes, hasPartition ?? true);
    }
}
