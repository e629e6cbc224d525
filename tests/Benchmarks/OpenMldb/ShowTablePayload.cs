using System.Text.Json;

namespace Nightshift.Benchmarks.OpenMldb;

/// <summary>A ShowTable answer of a large cluster, field by field as servers write it.</summary>
internal static class ShowTablePayload
{
    private const int PartitionsPerTable = 1000;
    private const int Replicas = 3;

    public static byte[] Make(int tablets, int partitions)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("table_info");
            for (var first = 0; first < partitions; first += PartitionsPerTable)
                Table(json, first / PartitionsPerTable, Math.Min(PartitionsPerTable, partitions - first), tablets);
            json.WriteEndArray();
            json.WriteNumber("code", 0);
            json.WriteString("msg", "ok");
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Table(Utf8JsonWriter json, int table, int partitions, int tablets)
    {
        json.WriteStartObject();
        json.WriteString("name", $"table_{table}");
        json.WriteNumber("seg_cnt", 8);
        json.WriteStartArray("table_partition");
        for (var pid = 0; pid < partitions; pid++)
            Partition(json, table, pid, tablets);
        json.WriteEndArray();
        json.WriteNumber("tid", table + 10);
        json.WriteNumber("partition_num", partitions);
        json.WriteNumber("replica_num", Replicas);
        json.WriteString("db", "db");
        json.WriteString("storage_mode", "kMemory");
        json.WriteEndObject();
    }

    private static void Partition(Utf8JsonWriter json, int table, int pid, int tablets)
    {
        json.WriteStartObject();
        json.WriteNumber("pid", pid);
        json.WriteStartArray("partition_meta");
        for (var replica = 0; replica < Replicas; replica++)
        {
            var tablet = ((table * 7) + (pid * Replicas) + replica) % tablets;
            json.WriteStartObject();
            json.WriteString("endpoint", $"10.0.{tablet / 250}.{(tablet % 250) + 1}:10921");
            json.WriteBoolean("is_leader", replica == 0);
            json.WriteBoolean("is_alive", true);
            json.WriteNumber("offset", 123456789L + pid);
            json.WriteNumber("record_cnt", 123456789L + pid);
            json.WriteNumber("record_byte_size", 9876543210L);
            json.WriteBoolean("tablet_has_partition", true);
            json.WriteNumber("diskused", 9876543210L);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("term_offset");
        json.WriteStartObject();
        json.WriteNumber("term", 1);
        json.WriteNumber("offset", 0);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteNumber("record_cnt", 123456789L + pid);
        json.WriteNumber("record_byte_size", 9876543210L);
        json.WriteNumber("diskused", 9876543210L);
        json.WriteEndObject();
    }
}
