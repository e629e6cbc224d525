using Nightshift.Bot.CommandLine;
using Nightshift.Bot.Configuration;
using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Pegasus.Deployment;
using Nightshift.OpenMldb;
using Nightshift.Pegasus;

namespace Nightshift.Bot.Wiring;

/// <summary>The clusters that there are when none is configured.</summary>
internal static class Oneboxes
{
    /// <summary>Brings up what does not run, side by side, and tells where it is, as a configuration.</summary>
    /// <exception cref="ConfigurationException">The options cannot be used; every fault.</exception>
    public static async Task<IReadOnlyDictionary<string, string?>> BringUpAsync(StartSettings settings, IProgress<string> progress, TimeProvider time, CancellationToken cancellationToken)
    {
        var timing = Enum.TryParse<OneboxTiming>(settings.Timing, ignoreCase: true, out var known)
            ? known
            : throw new ConfigurationException([$"--timing: '{settings.Timing}' is neither short nor upstream"]);
        var openMldb = new OneboxOptions { Directory = settings.OneboxDirectory, PortOffset = settings.PortOffset, ZooKeeper = settings.ZooKeeper, Timing = timing };
        var pegasus = new PegasusOptions { Directory = OneboxClusters.PegasusDirectory(settings.OneboxDirectory), PortOffset = settings.PortOffset, ZooKeeper = settings.ZooKeeper, Timing = timing };
        var clusters = OneboxClusters.Of(settings.Onebox) ?? [];
        List<string> faults = [.. clusters.Contains(OpenMldbKind.KindName) ? openMldb.Validate() : [], .. clusters.Contains(PegasusKind.KindName) ? pegasus.Validate() : []];
        if (faults.Count > 0) throw new ConfigurationException(faults);
        var sections = await Task.WhenAll(clusters.Select(cluster => cluster == PegasusKind.KindName
            ? BringUpAsync(pegasus, progress, time, cancellationToken)
            : BringUpAsync(openMldb, progress, time, cancellationToken)));
        return sections.SelectMany(section => section).ToDictionary(setting => setting.Key, setting => setting.Value);
    }

    private static async Task<IReadOnlyDictionary<string, string?>> BringUpAsync(OneboxOptions options, IProgress<string> progress, TimeProvider time, CancellationToken cancellationToken)
    {
        using var box = await OpenMldbOnebox.OpenAsync(options.Directory, time, cancellationToken) ?? new OpenMldbOnebox(options, time);
        await box.EnsureUpAsync(progress, cancellationToken);
        return OneboxSection.Of(await box.DescribeAsync(cancellationToken));
    }

    private static async Task<IReadOnlyDictionary<string, string?>> BringUpAsync(PegasusOptions options, IProgress<string> progress, TimeProvider time, CancellationToken cancellationToken)
    {
        using var box = await PegasusOnebox.OpenAsync(options.Directory, time, cancellationToken) ?? new PegasusOnebox(options, time);
        await box.EnsureUpAsync(progress, cancellationToken);
        return PegasusOneboxSection.Of(await box.DescribeAsync(cancellationToken));
    }
}
