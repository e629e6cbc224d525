using System.Buffers;
using System.Text;

namespace Nightshift.Hosts.Shells;

/// <summary>
/// Cuts one stream of a framed script into: noise, "MARK begin …\n", the output proper (kept up to a cap, counted beyond), "MARK end …\n",
/// noise. The noise before is what login scripts and the SSH program say.
/// </summary>
internal sealed class FramedOutput(Marker marker, int cap) : IShellSink
{
    private const int MaxNoise = 16 * 1024;
    private readonly ArrayBufferWriter<byte> _noise = new();
    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _pending = [];
    private long _length;

    /// <summary>The words after "MARK begin", null before they came.</summary>
    internal string? Begin { get; private set; }

    /// <summary>The words after "MARK end", null before they came.</summary>
    internal string? End { get; private set; }

    /// <summary>Completes when <see cref="Begin"/> is there.</summary>
    internal Task Begun => _begun.Task;

    /// <summary>Completes when <see cref="End"/> is there.</summary>
    internal Task Ended => _ended.Task;

    internal CommandOutput Body => new(_body.WrittenMemory, _length);

    internal string Noise => Encoding.UTF8.GetString(_noise.WrittenSpan);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (End is not null)
            return;
        ReadOnlySpan<byte> rest = [.. _pending, .. bytes];
        while (End is null && Advance(ref rest)) ;
        _pending = rest.ToArray();
    }

    private bool Advance(ref ReadOnlySpan<byte> rest)
    {
        var at = rest.IndexOf(marker.Bytes);
        var count = at < 0 ? Math.Max(0, rest.Length - marker.Bytes.Length + 1) : at;
        Keep(rest[..count]);
        rest = rest[count..];
        var lineEnd = at < 0 ? -1 : rest.IndexOf((byte)'\n');
        if (lineEnd < 0)
            return false;

        TakeFrame(Encoding.ASCII.GetString(rest[marker.Bytes.Length..lineEnd]).Trim());
        rest = rest[(lineEnd + 1)..];
        return true;
    }

    private void TakeFrame(string words)
    {
        if (Begin is null && words.StartsWith("begin", StringComparison.Ordinal))
        {
            Begin = words["begin".Length..].Trim();
            _begun.TrySetResult();
        }
        else if (words.StartsWith("end", StringComparison.Ordinal))
        {
            End = words["end".Length..].Trim();
            _ended.TrySetResult();
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var (target, limit) = Begin is null ? (_noise, MaxNoise) : (_body, cap);
        if (Begin is not null)
            _length += bytes.Length;
        target.Write(bytes[..Math.Min(bytes.Length, limit - target.WrittenCount)]);
    }
}
