using System.Buffers;
using System.Globalization;
using System.Text;

namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>Reads and writes HTTP/1.1 as far as the RPC port speaks it: a request line, headers of which Content-Length counts, a body.</summary>
internal static class HttpFrame
{
    private const int LongestHead = 64 * 1024;
    private const int LongestBody = 1024 * 1024;

    /// <summary>Takes one request off the buffer; null while it is not whole.</summary>
    /// <exception cref="ThriftException">The connection is to be closed.</exception>
    public static HttpCall? TryRead(ref ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> head, "\r\n\r\n"u8))
        {
            return buffer.Length > LongestHead ? throw new ThriftException("an HTTP head without end") : null;
        }

        var lines = Encoding.ASCII.GetString(head).Split("\r\n");
        var length = ContentLength(lines);
        if (reader.Remaining < length)
        {
            return null;
        }

        var words = lines[0].Split(' ');
        if (words.Length != 3)
        {
            throw new ThriftException("no HTTP request line");
        }

        var body = reader.UnreadSequence.Slice(0, length).ToArray();
        buffer = reader.UnreadSequence.Slice(length);
        var mark = words[1].IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? words[1] : words[1][..mark];
        return new HttpCall(words[0], Uri.UnescapeDataString(path), mark < 0 ? [] : [.. Query(words[1][(mark + 1)..])], body);
    }

    public static ReadOnlyMemory<byte> Write(HttpReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var body = Encoding.UTF8.GetBytes(reply.Body);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {reply.Status} {reply.Reason}\r\nContent-Type: {reply.ContentType}\r\nContent-Length: {body.Length}\r\n");
        head += reply.Location is null ? "\r\n" : $"Location: {reply.Location}\r\n\r\n";
        return (byte[])[.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private static int ContentLength(string[] lines)
    {
        foreach (var line in lines.Skip(1))
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                return int.TryParse(line.AsSpan(15).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= LongestBody
                    ? length
                    : throw new ThriftException("a Content-Length that cannot be");
            }
        }

        return 0;
    }

    private static IEnumerable<KeyValuePair<string, string>> Query(string query)
    {
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            yield return equals < 0
                ? new(Uri.UnescapeDataString(pair), string.Empty)
                : new(Uri.UnescapeDataString(pair[..equals]), Uri.UnescapeDataString(pair[(equals + 1)..]));
        }
    }
}
