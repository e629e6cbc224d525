using System.Collections.Concurrent;
using Nightshift.Onebox.Pegasus.Deployment;

namespace Nightshift.EndToEnd.Pegasus.Support;

/// <summary>
/// The ports of one box, and nobody else's in this process as long as this lives: boxes come up side by side, and none may take what another looked at and does not listen on yet.
/// Other processes begin to look elsewhere.
/// </summary>
internal sealed class BoxPorts : IDisposable
{
    private static readonly ConcurrentDictionary<int, byte> Taken = new();

    private BoxPorts(int offset) => Offset = offset;

    /// <summary>Added to every documented default port.</summary>
    public int Offset { get; }

    public static BoxPorts Take() => new(PegasusPorts.FreeOffset(Environment.ProcessId, offset => Taken.TryAdd(offset, 0)));

    public void Dispose() => Taken.TryRemove(Offset, out _);
}
