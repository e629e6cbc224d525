using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Commands;

namespace Nightshift.Onebox.Pegasus.Replica.Serving;

/// <summary>The remote commands of a replica server, besides those that every server has.</summary>
internal static class ReplicaCommands
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public static void Register(RemoteCommands commands, ReplicaServer server)
    {
        commands.Add("server-stat", _ => string.Join(", ", server.Snapshot.Select(counter => $"{counter.Name}={counter.Value}")));
        commands.Add("replica.kill_partition", arguments => Kill(server, arguments));
        commands.Add("replica.trigger-checkpoint", arguments => server.OnReplicas(arguments, replica => replica.Checkpoint() ? "triggered" : "ignored"));
        commands.Add("replica.query-progress", _ => server.Progress());
        commands.Add("perf-counters", arguments => Counters(server, arguments, (argument, name) => Regex.IsMatch(name, $"^(?:{argument})$", RegexOptions.CultureInvariant, Longest)));
        commands.Add("perf-counters-by-substr", arguments => Counters(server, arguments, (argument, name) => name.Contains(argument, StringComparison.Ordinal)));
        commands.Add("perf-counters-by-prefix", arguments => Counters(server, arguments, (argument, name) => name.StartsWith(argument, StringComparison.Ordinal)));
        commands.Add("perf-counters-by-postfix", arguments => Counters(server, arguments, (argument, name) => name.EndsWith(argument, StringComparison.Ordinal)));
        AddRate(commands, server, "max_copy_rate_megabytes_per_disk");
        AddRate(commands, server, "max_send_rate_megabytes_per_disk");
    }

    private static string Kill(ReplicaServer server, IReadOnlyList<string> arguments) => arguments.Count switch
    {
        0 => server.Kill(-1, -1).Name,
        1 => server.Kill(Number(arguments[0]), -1).Name,
        2 => server.Kill(Number(arguments[0]), Number(arguments[1])).Name,
        _ => ErrorCode.InvalidParameters.Name,
    };

    /// <summary><c>atoi</c>: the digits that it begins with, or 0.</summary>
    private static int Number(string text)
    {
        var digits = text.TrimStart().TakeWhile((each, at) => char.IsAsciiDigit(each) || (at == 0 && each == '-')).ToArray();
        return int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    /// <summary>The counters of the last snapshot; in master the commands are there and the counters are gone.</summary>
    private static string Counters(ReplicaServer server, IReadOnlyList<string> arguments, Func<string, string, bool> matches)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(server.SnapshotSecond).ToLocalTime();
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("result", "OK");
            json.WriteNumber("timestamp", server.SnapshotSecond);
            json.WriteString("timestamp_str", time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
            json.WriteStartArray("counters");
            foreach (var counter in server.Snapshot)
            {
                if (arguments.Count > 0 && !arguments.Any(argument => matches(argument, counter.Name))) continue;
                json.WriteStartObject();
                json.WriteString("name", counter.Name);
                json.WriteString("type", counter.Type);
                json.WriteNumber("value", counter.Value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void AddRate(RemoteCommands commands, ReplicaServer server, string key) => commands.AddInt(
        $"nfs.{key}",
        () => server.Options.Ini.Int("nfs", key, 0),
        value => server.Options.Ini.Set("nfs", key, value.ToString(CultureInfo.InvariantCulture)),
        () => 0,
        value => value >= (commands.Json ? 0 : 1));
}
