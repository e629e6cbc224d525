using System.Collections.Concurrent;

namespace Nightshift.EndToEnd.Support;

/// <summary>Counts the processes that each tablet's deployment has had, by looking at what the kernel runs from its folder.</summary>
internal sealed class StartCounter : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, HashSet<string>> _seen = new();
    private readonly Task _watching;

    public StartCounter(Box box) => _watching = WatchAsync(box);

    public IEnumerable<(string Tablet, int Processes)> Counts => _seen.Select(tablet => (tablet.Key, tablet.Value.Count)).Order();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync(Box box)
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0]))) Look(process, box);
            await Task.Delay(30);
        }
    }

    private void Look(string process, Box box)
    {
        try
        {
            var executable = new FileInfo(Path.Combine(process, "exe")).LinkTarget;
            if (executable is null || !executable.StartsWith(box.Directory, StringComparison.Ordinal) || !executable.Contains("/tablet", StringComparison.Ordinal)) return;
            if (!executable.Contains("/openmldb", StringComparison.Ordinal) || !executable.Replace(" (deleted)", "", StringComparison.Ordinal).EndsWith("/openmldb", StringComparison.Ordinal)) return;
            var tablet = executable[(box.Directory.Length + 1)..].Split('/').First(part => part.StartsWith("tablet", StringComparison.Ordinal));
            var started = File.ReadAllText(Path.Combine(process, "stat")).Split(')')[^1].Split(' ')[20];
            var arguments = File.ReadAllText(Path.Combine(process, "cmdline"));
            if (!arguments.Contains("tablet.flags", StringComparison.Ordinal)) return;
            var seen = _seen.GetOrAdd(tablet, _ => []);
            lock (seen) seen.Add($"{Path.GetFileName(process)}@{started}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            // The process ended while it was looked at.
        }
    }
}
