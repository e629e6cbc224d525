using System.Text;

namespace Nightshift.Hosts;

/// <summary>A stretch of bytes that a command wrote or a file holds, and whether it is all there was.</summary>
/// <param name="Bytes">What was kept.</param>
/// <param name="Length">How many bytes there were; more than were kept means that this is an excerpt.</param>
public sealed record CommandOutput(ReadOnlyMemory<byte> Bytes, long Length)
{
    public static CommandOutput Empty { get; } = new(ReadOnlyMemory<byte>.Empty, 0);

    public bool Truncated => Length > Bytes.Length;

    /// <summary>The whole as UTF-8, U+FFFD for what is not.</summary>
    /// <exception cref="InvalidOperationException">It is not the whole: see <see cref="Excerpt"/>.</exception>
    public string Text => Truncated
        ? throw new InvalidOperationException($"only {Bytes.Length} of {Length} bytes were kept: this is not the whole text")
        : Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>What was kept, for people; says when there was more.</summary>
    public string Excerpt => Encoding.UTF8.GetString(Bytes.Span) + (Truncated ? $"\n({Bytes.Length} of {Length} bytes)" : "");
}
