using System.IO.Compression;
using System.Text;

namespace Nightshift.Discord.Server.Gateway;

/// <summary>Transport compression `zlib-stream`: one zlib stream over the whole connection, flushed after each payload (ends 00 00 FF FF).</summary>
internal sealed class Deflater : IDisposable
{
    private readonly MemoryStream _out = new();
    private readonly ZLibStream _zlib;

    public Deflater() => _zlib = new ZLibStream(_out, CompressionLevel.Fastest, leaveOpen: true);

    public byte[] Compress(string payload)
    {
        _zlib.Write(Encoding.UTF8.GetBytes(payload));
        _zlib.Flush();
        var bytes = _out.ToArray();
        _out.SetLength(0);
        return bytes;
    }

    public void Dispose()
    {
        _zlib.Dispose();
        _out.Dispose();
    }
}
