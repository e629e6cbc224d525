using System.Globalization;

namespace Nightshift.Onebox.Deployment;

/// <summary>What a <see cref="OneboxTiming"/> means in flags and in pauses.</summary>
internal sealed record TimingProfile
{
    /// <summary>ZooKeeper's tick, at which it looks for sessions that are over.</summary>
    public required TimeSpan Tick { get; init; }
    public required TimeSpan ZooKeeperSession { get; init; }
    public required TimeSpan KeepAliveCheck { get; init; }
    public required TimeSpan TabletHeartbeat { get; init; }
    public required TimeSpan TabletOfflineCheck { get; init; }
    public required TimeSpan TaskStatusPoll { get; init; }
    public required TimeSpan TableStatusPoll { get; init; }
    public required TimeSpan TaskWait { get; init; }
    public required TimeSpan BinlogCoffee { get; init; }

    /// <summary>How often a server looks for a peer whose connection broke.</summary>
    public required TimeSpan HealthCheck { get; init; }

    /// <summary>Hour of the nightly snapshots, during which ops on replicas fail; 24 is never.</summary>
    public required int SnapshotHour { get; init; }

    /// <summary>Pause between tries to queue for the lead, upstream a fixed second.</summary>
    public required TimeSpan LockRetry { get; init; }

    /// <summary>The pauses of <c>bin/start.sh</c>, by the variable that sets them.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> ScriptPauses { get; init; }

    public static TimingProfile Of(OneboxTiming timing) => timing switch
    {
        OneboxTiming.Short => Short,
        OneboxTiming.Upstream => Upstream,
        _ => throw new ArgumentOutOfRangeException(nameof(timing), timing, "unknown timing"),
    };

    /// <summary>Milliseconds as a flag value.</summary>
    public static string Milliseconds(TimeSpan span) => span.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);

    private static readonly TimingProfile Short = new()
    {
        Tick = TimeSpan.FromMilliseconds(100),
        ZooKeeperSession = TimeSpan.FromMilliseconds(1500),
        KeepAliveCheck = TimeSpan.FromMilliseconds(1500),
        TabletHeartbeat = TimeSpan.FromSeconds(6),
        TabletOfflineCheck = TimeSpan.FromMilliseconds(200),
        TaskStatusPoll = TimeSpan.FromMilliseconds(200),
        TableStatusPoll = TimeSpan.FromMilliseconds(200),
        TaskWait = TimeSpan.FromMilliseconds(100),
        BinlogCoffee = TimeSpan.FromMilliseconds(100),
        HealthCheck = TimeSpan.FromMilliseconds(300),
        SnapshotHour = 24,
        LockRetry = TimeSpan.FromMilliseconds(200),
        ScriptPauses = Pauses(start: "0.3", retry: "0.2", stop: "0.3", restart: "2", java: "0.5", blind: "2", mon: "0.3", monSleep: "2", retries: "75", giveUpEarly: "yes"),
    };

    private static readonly TimingProfile Upstream = new()
    {
        Tick = TimeSpan.FromSeconds(2),
        ZooKeeperSession = TimeSpan.FromSeconds(10),
        KeepAliveCheck = TimeSpan.FromSeconds(15),
        TabletHeartbeat = TimeSpan.FromSeconds(60),
        TabletOfflineCheck = TimeSpan.FromSeconds(1),
        TaskStatusPoll = TimeSpan.FromSeconds(2),
        TableStatusPoll = TimeSpan.FromSeconds(2),
        TaskWait = TimeSpan.FromSeconds(1),
        BinlogCoffee = TimeSpan.FromSeconds(1),
        HealthCheck = TimeSpan.FromSeconds(3),
        SnapshotHour = 23,
        LockRetry = TimeSpan.FromSeconds(1),
        ScriptPauses = Pauses(start: "3", retry: "1", stop: "3", restart: "15", java: "10", blind: "12", mon: "3", monSleep: "10", retries: "11", giveUpEarly: "no"),
    };

    private static KeyValuePair<string, string>[] Pauses(
        string start, string retry, string stop, string restart, string java, string blind, string mon, string monSleep, string retries,
        string giveUpEarly) =>
    [
        new("ONEBOX_PAUSE_START", start),
        new("ONEBOX_PAUSE_RETRY", retry),
        new("ONEBOX_PAUSE_STOP", stop),
        new("ONEBOX_PAUSE_RESTART", restart),
        new("ONEBOX_PAUSE_JAVA", java),
        new("ONEBOX_PAUSE_BLIND", blind),
        new("ONEBOX_PAUSE_MON", mon),
        new("ONEBOX_MON_SLEEP", monSleep),
        new("ONEBOX_RETRIES", retries),
        new("ONEBOX_GIVE_UP_EARLY", giveUpEarly),
    ];
}
