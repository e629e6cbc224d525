using System.Buffers;
using System.Text;

namespace Nightshift.Hosts.Shells;

/// <summary>The first few KiB of what a program says; two streams may share it.</summary>
internal sealed class BoundedText : IShellSink
{
    private const int Max = 8 * 1024;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Lock _lock = new();

    internal string Text
    {
        get
        {
            lock (_lock)
                return Encoding.UTF8.GetString(_bytes.WrittenSpan).Trim();
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
            _bytes.Write(bytes[..Math.Min(bytes.Length, Max - _bytes.WrittenCount)]);
    }
}
