using System.Collections.Immutable;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Wire;

/// <summary><c>RPC_QUERY_DISK_INFO</c>.</summary>
internal static class DiskMessages
{
    private const int MinDiskBytes = 40;
    private const int MinMapEntryBytes = 9;

    public static readonly RpcMethod<ServerRequest, Answer<ImmutableArray<DiskInfo>>> QueryDisks = new("RPC_QUERY_DISK_INFO", WriteRequest, ReadAnswer);

    /// <summary>query_disk_info_request {1 rpc_address, 2 string app_name (empty: all), 3 optional host_port}.</summary>
    private static void WriteRequest(TBinaryWriter writer, ServerRequest request)
    {
        writer.Field(ThriftType.Struct, 1);
        writer.Address(request.Server.Address);
        writer.TextField(2, "");
        if (request.Server.HasHostName)
        {
            writer.Field(ThriftType.Struct, 3);
            writer.HostPort(request.Server.Name);
        }

        writer.Stop();
    }

    /// <summary>query_disk_info_response {1 err, 2 i64 total_capacity_mb, 3 i64 total_available_mb, 4 list disk_info}.</summary>
    private static Answer<ImmutableArray<DiskInfo>> ReadAnswer(TBinaryReader reader, ServerBook servers)
    {
        var fields = new Fields(reader, "query_disk_info_response");
        var error = "";
        ImmutableArray<DiskInfo> disks = [];
        while (fields.Next())
        {
            switch (fields.Id)
            {
                case 1: error = fields.ErrorCode(); break;
                case 2 or 3: fields.I64(); break;
                case 4: disks = fields.List(ThriftType.Struct, MinDiskBytes, Disk); break;
                default: throw fields.Unknown();
            }
        }

        fields.Require(Fields.UpTo(1));
        return new(error, disks);
    }

    /// <summary>disk_info {1 tag, 2 full_dir, 3 i64 disk_capacity_mb, 4 i64 disk_available_mb, 5 and 6 map app_id to set of gpid: primaries, secondaries}.</summary>
    private static DiskInfo Disk(TBinaryReader reader)
    {
        var fields = new Fields(reader, "disk_info");
        var disk = new DiskInfo("", "", 0, 0, [], []);
        while (fields.Next())
        {
            disk = fields.Id switch
            {
                1 => disk with { Tag = fields.Text() },
                2 => disk with { Directory = fields.Text() },
                3 => disk with { CapacityMb = fields.I64() },
                4 => disk with { AvailableMb = fields.I64() },
                5 => disk with { Primaries = Replicas(fields.Typed(ThriftType.Map)) },
                6 => disk with { Secondaries = Replicas(fields.Typed(ThriftType.Map)) },
                _ => throw fields.Unknown(),
            };
        }

        fields.Require(Fields.UpTo(4));
        return disk;
    }

    private static ImmutableArray<Gpid> Replicas(TBinaryReader reader)
    {
        var replicas = ImmutableArray.CreateBuilder<Gpid>();
        for (var apps = reader.MapHead(ThriftType.I32, ThriftType.Set, MinMapEntryBytes); apps > 0; apps--)
        {
            reader.I32();
            for (var count = reader.ListHead(ThriftType.Struct, OwnTypes.AddressBytes); count > 0; count--)
                replicas.Add(OwnTypes.Gpid(reader));
        }

        return replicas.ToImmutable();
    }
}
