using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nightshift.OpenMldb.Client.Wire;

/// <summary>
/// TablePartition: pid (required), partition_meta[], term_offset[]{term, offset}, remote_partition_meta[] (only whether there are any).
/// Written by hand because a listing has a hundred thousand of them.
/// </summary>
internal sealed class TablePartitionConverter : JsonConverter<TablePartition>
{
    private const int UsualReplicas = 4;

    public override TablePartition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonFields.ExpectObject(ref reader);
        ulong? pid = null;
        ImmutableArray<Replica> replicas = [];
        ImmutableArray<TermOffset> terms = [];
        var remote = false;
        while (JsonFields.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("pid"u8) && reader.Read())
                pid = JsonFields.ReadUInt64(ref reader);
            else if (reader.ValueTextEquals("partition_meta"u8) && reader.Read())
                replicas = ReadArray(ref reader, ReplicaConverter.ReadReplica);
            else if (reader.ValueTextEquals("term_offset"u8) && reader.Read())
                terms = ReadArray(ref reader, ReadTerm);
            else if (reader.ValueTextEquals("remote_partition_meta"u8) && reader.Read())
                remote |= SkipArray(ref reader);
            else
                JsonFields.Skip(ref reader);
        }

        return pid is <= uint.MaxValue
            ? new TablePartition((uint)pid.Value, replicas, terms) { HasRemoteReplicas = remote }
            : throw new JsonException("A partition lacks its pid.");
    }

    public override void Write(Utf8JsonWriter writer, TablePartition value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("pid"u8, value.Pid);
        writer.WriteStartArray("partition_meta"u8);
        foreach (var replica in value.Replicas)
            JsonSerializer.Serialize(writer, replica, WireJson.Default.Replica);
        writer.WriteEndArray();
        writer.WriteStartArray("term_offset"u8);
        foreach (var (term, offset) in value.Terms)
        {
            writer.WriteStartObject();
            writer.WriteNumber("term"u8, term);
            writer.WriteNumber("offset"u8, offset);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private delegate T ElementReader<T>(ref Utf8JsonReader reader);

    private static ImmutableArray<T> ReadArray<T>(ref Utf8JsonReader reader, ElementReader<T> read)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("Expected an array.");
        var elements = ImmutableArray.CreateBuilder<T>(UsualReplicas);
        while (JsonFields.NextElement(ref reader))
            elements.Add(read(ref reader));
        return elements.DrainToImmutable();
    }

    private static TermOffset ReadTerm(ref Utf8JsonReader reader)
    {
        JsonFields.ExpectObject(ref reader);
        ulong? term = null, offset = null;
        while (JsonFields.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("term"u8) && reader.Read())
                term = JsonFields.ReadUInt64(ref reader);
            else if (reader.ValueTextEquals("offset"u8) && reader.Read())
                offset = JsonFields.ReadUInt64(ref reader);
            else
                JsonFields.Skip(ref reader);
        }

        return term is null || offset is null ? throw new JsonException("A term lacks its number or offset.") : new TermOffset(term.Value, offset.Value);
    }

    private static bool SkipArray(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("Expected an array.");
        var any = false;
        while (JsonFields.NextElement(ref reader))
        {
            any = true;
            JsonFields.Skip(ref reader);
        }

        return any;
    }
}
