using System.Buffers.Binary;
using Nightshift.Onebox.ZooKeeper.Tree;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.Onebox.ZooKeeper.Storage;

/// <summary>
/// A whole tree in a file, written aside and renamed. Fields: length (int32), version (int32, 1), zxid (int64), sessions (count, then id int64 and
/// timeout int32), nodes by path (count, then path, data, acl, children ever created int32, stat), CRC-32C of all between the length and it (uint32).
/// </summary>
internal static class Snapshot
{
    private const int FormatVersion = 1;

    public static void Save(string path, ZnodeTree tree)
    {
        var frame = new FrameBuffer();
        var writer = new JuteWriter(frame);
        writer.WriteInt32(FormatVersion);
        writer.WriteInt64(tree.LastZxid);
        writer.WriteInt32(tree.Sessions.Count);
        foreach (var (session, timeout) in tree.Sessions)
        {
            writer.WriteInt64(session);
            writer.WriteInt32(timeout);
        }

        writer.WriteInt32(tree.Count);
        foreach (var (nodePath, node) in tree.Nodes.OrderBy(node => node.Key, StringComparer.Ordinal))
            Write(writer, nodePath, node);
        var bytes = frame.ToFrame();
        using (var file = new FileStream(path + ".part", FileMode.Create))
        {
            Span<byte> checksum = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(checksum, Checksum.Of(bytes.AsSpan(FrameParser.HeaderSize)));
            file.Write(bytes);
            file.Write(checksum);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".part", path, overwrite: true);
    }

    public static void Load(string path, ZnodeTree tree)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        if (bytes.Length < 2 * sizeof(int) ||
            Checksum.Of(bytes[FrameParser.HeaderSize..^sizeof(uint)]) != BinaryPrimitives.ReadUInt32BigEndian(bytes[^sizeof(uint)..]))
            throw new InvalidDataException($"'{path}' is damaged: wrong checksum");
        var reader = new JuteReader(bytes[FrameParser.HeaderSize..^sizeof(uint)]);
        if (reader.ReadInt32() is not FormatVersion and var version)
            throw new InvalidDataException($"'{path}' has format {version}; {FormatVersion} is known");
        var zxid = reader.ReadInt64();
        var sessions = new Dictionary<long, int>();
        for (var count = reader.ReadInt32(); count > 0; count--)
            sessions[reader.ReadInt64()] = reader.ReadInt32();
        for (var count = reader.ReadInt32(); count > 0; count--)
            Read(ref reader, tree);
        tree.Restore(zxid, sessions);
    }

    private static void Write(JuteWriter writer, string path, Znode node)
    {
        writer.WriteString(path);
        writer.WriteBuffer(node.Data);
        writer.WriteRecords(node.Acl);
        writer.WriteInt32(node.ChildrenCreated);
        node.Stat.Write(writer);
    }

    private static void Read(ref JuteReader reader, ZnodeTree tree)
    {
        var path = reader.ReadString();
        var (data, acl, created) = (reader.ReadBuffer(), reader.ReadRecords<AclEntry>(AclEntry.LeastSize), reader.ReadInt32());
        var stat = StatRecord.Read(ref reader);
        tree.Restore(path, new Znode(data, acl, stat.Czxid, stat.Ctime, stat.EphemeralOwner)
        {
            Mzxid = stat.Mzxid,
            Mtime = stat.Mtime,
            Version = stat.Version,
            AclVersion = stat.Aversion,
            ChildrenCreated = created,
            Pzxid = stat.Pzxid,
        });
    }
}
