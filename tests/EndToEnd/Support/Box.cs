using Nightshift.Bot.PlaybookTests.Boxes;
using Nightshift.Onebox.Deployment;

namespace Nightshift.EndToEnd.Support;

/// <summary>A onebox of its own in a temporary folder and on free ports, gone with everything in it at the end.</summary>
internal sealed class Box : IAsyncDisposable
{
    private readonly OpenMldbOnebox _box;

    private Box(OpenMldbOnebox box, string home, int portOffset) => (_box, Home, PortOffset) = (box, home, portOffset);

    /// <summary>Working directory for the bot; the onebox is in <c>box/</c> below it.</summary>
    public string Home { get; }

    public int PortOffset { get; }

    public string Directory => _box.Options.Directory;

    public OpenMldbOnebox Cluster => _box;

    public string Tablet(int number) => $"127.0.0.1:{10920 + number + PortOffset}";

    public string Nameserver(int number) => $"127.0.0.1:{7526 + number + PortOffset}";

    public static async Task<Box> UpAsync(IReadOnlyDictionary<string, string>? flags = null, bool autoFailover = true, int partitions = 8)
    {
        var home = System.IO.Directory.CreateTempSubdirectory("nightshift-").FullName;
        var offset = FreeOffset();
        var options = new OneboxOptions { Directory = Path.Combine(home, "box"), PortOffset = offset, AutoFailover = autoFailover, SeedPartitions = partitions, Flags = flags ?? new Dictionary<string, string>() };
        var box = new Box(new OpenMldbOnebox(options, TimeProvider.System), home, offset);
        try
        {
            await box._box.UpAsync(new Progress<string>(), CancellationToken.None);
            return box;
        }
        catch
        {
            await box.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _box.DownAsync(new Progress<string>(), CancellationToken.None);
        _box.Dispose();
        System.IO.Directory.Delete(Home, recursive: true);
    }

    /// <summary>An offset at which every port of a box is free; other tests' servers are on ephemeral ports above 32768.</summary>
    public static int FreeOffset() => FreePorts.Offset(4000);
}
