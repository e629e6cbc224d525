using System.Diagnostics;

namespace Nightshift.Benchmarks.Runs;

/// <summary>What the disk itself can do: writes of one page over an existing file, each followed by a sync.</summary>
internal static class DiskSyncs
{
    private const int Syncs = 500;

    public static double PerSecond(string directory)
    {
        var path = Path.Combine(directory, "syncs.bin");
        var page = new byte[4096];
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var i = 0; i < Syncs; i++) file.Write(page);
        file.Flush(flushToDisk: true);
        file.Position = 0;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Syncs; i++)
        {
            file.Write(page);
            file.Flush(flushToDisk: true);
        }
        return Syncs / watch.Elapsed.TotalSeconds;
    }
}
