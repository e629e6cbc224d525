using System.Globalization;

namespace Nightshift.Onebox.ZooKeeper.Serving;

/// <summary>The plain-text questions of monitors, <c>ruok</c> and <c>srvr</c>. Source: upstream's <c>FourLetterCommands.java</c>.</summary>
internal static class FourLetterWords
{
    public static string? Recognize(string firstFour) => firstFour is "ruok" or "srvr" ? firstFour : null;

    public static string Answer(string word, ServerCounters counters, long zxid, int nodes) => word switch
    {
        "ruok" => "imok",
        _ => string.Create(CultureInfo.InvariantCulture, $"""
            Zookeeper version: 3.8.0-onebox
            Latency min/avg/max: 0/0.0/0
            Received: {counters.Received}
            Sent: {counters.Sent}
            Connections: {counters.Connections}
            Outstanding: 0
            Zxid: 0x{zxid:x}
            Mode: standalone
            Node count: {nodes}

            """),
    };
}

/// <summary>What the server counts of its own work.</summary>
internal sealed class ServerCounters
{
    public long Received { get; set; }

    public long Sent { get; set; }

    public int Connections { get; set; }
}
