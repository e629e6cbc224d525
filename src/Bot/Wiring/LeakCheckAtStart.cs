using Nightshift.Chat.Rendering;
using Nightshift.Chat.Replies;
using Nightshift.Clusters;

namespace Nightshift.Bot.Wiring;

/// <summary>
/// Looks once at every cluster when the program starts, and tells the channel what was left behind. What cannot be seen yet, as a cluster that does not answer or one
/// that a run works on, is looked at again until it can.
/// </summary>
internal sealed partial class LeakCheckAtStart(
    IClusters clusters, IRunsOfClusters runs, IEnumerable<IAnnouncements> channels, TimeProvider time, ILogger<LeakCheckAtStart> logger) : BackgroundService
{
    private static readonly TimeSpan FirstAgain = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(clusters.All.Select(cluster => WatchAsync(cluster, stoppingToken)));

    private async Task WatchAsync(ICluster cluster, CancellationToken stoppingToken)
    {
        string? told = null;
        for (var pause = FirstAgain; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var (reply, text, isWhole) = await LookAsync(cluster, stoppingToken);
            if (text != told) Tell(cluster.Name, reply, text);
            told = text;
            if (isWhole) return;
            await Task.Delay(pause, time, stoppingToken);
        }
    }

    /// <summary>What there is to tell; the text tells whether it is anything new.</summary>
    private async Task<(Reply? Reply, string Text, bool IsWhole)> LookAsync(ICluster cluster, CancellationToken stoppingToken)
    {
        try
        {
            var (known, report) = await LeakLook.AtAsync(cluster, runs, stoppingToken);
            if (report.IsClean) return (null, "", true);
            return (LeakRendering.Of(cluster.Name, known, report), string.Join("; ", report.Leaks.Select(leak => leak.ToString()).Concat(report.Unseen)), report.Unseen.Count == 0);
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            var sentence = $"what was left behind on {cluster.Name} could not be found out, it is tried again: {fault.Message}";
            return (new Reply.Text(sentence), sentence, false);
        }
    }

    private void Tell(string cluster, Reply? reply, string text)
    {
        if (reply is null)
        {
            LogClean(logger, cluster);
            return;
        }

        LogFound(logger, cluster, text);
        foreach (var channel in channels) channel.Announce(reply);
    }

    [LoggerMessage(4301, LogLevel.Information, "Nothing was left behind on {Cluster}")]
    private static partial void LogClean(ILogger logger, string cluster);

    [LoggerMessage(4302, LogLevel.Warning, "Left behind on {Cluster}: {Findings}")]
    private static partial void LogFound(ILogger logger, string cluster, string findings);
}
