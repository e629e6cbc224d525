using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Nightshift.OpenMldb.Tests.Support;

/// <summary>Reads HTTP/1.1 requests with a Content-Length (or without a body) off a connection.</summary>
internal sealed class FakeRequestReader(NetworkStream stream)
{
    private readonly List<byte> _buffer = [];
    private readonly byte[] _chunk = new byte[16384];

    public async Task<FakeRequest?> Next(int connection, CancellationToken cancellationToken)
    {
        int end;
        while ((end = Encoding.ASCII.GetString([.. _buffer]).IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
        {
            if (!await Fill(cancellationToken))
                return null;
        }

        var lines = Encoding.ASCII.GetString([.. _buffer.Take(end)]).Split("\r\n");
        var length = int.Parse(Header(lines, "Content-Length") ?? "0", CultureInfo.InvariantCulture);
        while (_buffer.Count < end + 4 + length)
        {
            if (!await Fill(cancellationToken))
                return null;
        }

        var body = Encoding.UTF8.GetString([.. _buffer.Skip(end + 4).Take(length)]);
        _buffer.RemoveRange(0, end + 4 + length);
        return new FakeRequest(lines[0].Split(' ')[1], Header(lines, "Authorization"), body, connection);
    }

    private static string? Header(string[] lines, string name) =>
        lines.FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    private async Task<bool> Fill(CancellationToken cancellationToken)
    {
        var read = await stream.ReadAsync(_chunk, cancellationToken);
        _buffer.AddRange(_chunk.AsSpan(0, read));
        return read > 0;
    }
}
