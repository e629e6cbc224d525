using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Serving;

/// <summary>The remote commands of a replica server, answered in the words of its generation.</summary>
internal sealed class RemoteCommands
{
    private const string WrongArguments = "ERR: invalid arguments";
    private readonly ReplicaServer _server;
    private readonly Dictionary<string, Func<IReadOnlyList<string>, string>> _byName;

    public RemoteCommands(ReplicaServer server)
    {
        _server = server;
        _byName = new Dictionary<string, Func<IReadOnlyList<string>, string>>(StringComparer.Ordinal)
        {
            ["server-info"] = _ => ServerInfo(),
            ["server-stat"] = _ => string.Join(", ", server.Snapshot.Select(counter => $"{counter.Name}={counter.Value}")),
            ["flush-log"] = _ => "Flush done.",
            ["config-dump"] = _ => server.Options.Ini.ToString(),
            ["replica.kill_partition"] = Kill,
            ["replica.trigger-checkpoint"] = arguments => server.OnReplicas(arguments, replica => replica.Checkpoint() ? "triggered" : "ignored"),
            ["replica.query-progress"] = _ => server.Progress(),
            ["perf-counters"] = arguments => Counters(arguments, (argument, name) => Regex.IsMatch(name, $"^(?:{argument})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))),
            ["perf-counters-by-substr"] = arguments => Counters(arguments, (argument, name) => name.Contains(argument, StringComparison.Ordinal)),
            ["perf-counters-by-prefix"] = arguments => Counters(arguments, (argument, name) => name.StartsWith(argument, StringComparison.Ordinal)),
            ["perf-counters-by-postfix"] = arguments => Counters(arguments, (argument, name) => name.EndsWith(argument, StringComparison.Ordinal)),
            ["nfs.max_copy_rate_megabytes_per_disk"] = arguments => Rate("max_copy_rate_megabytes_per_disk", arguments),
            ["nfs.max_send_rate_megabytes_per_disk"] = arguments => Rate("max_send_rate_megabytes_per_disk", arguments),
        };
        _byName["help"] = _ => string.Join('\n', _byName.Keys.Order(StringComparer.Ordinal)) + "\n";
    }

    public string Run(CommandRequest request) => _byName.TryGetValue(request.Command, out var command)
        ? command(request.Arguments)
        : $"unknown command '{request.Command}'";

    private string ServerInfo()
    {
        var identity = _server.Identity;
        if (!identity.IsMaster) return $"Pegasus Server {identity.Version} ({identity.Commit}) Release, Started at {identity.StartText}";
        return $$"""{"build_type":"Release","git_SHA":"{{identity.Commit}}","start_time":"{{identity.StartText}}","version":"{{identity.Version}}"}""";
    }

    private string Kill(IReadOnlyList<string> arguments) => arguments.Count switch
    {
        0 => _server.Kill(-1, -1).Name,
        1 => _server.Kill(Number(arguments[0]), -1).Name,
        2 => _server.Kill(Number(arguments[0]), Number(arguments[1])).Name,
        _ => "ERR_INVALID_PARAMETERS",
    };

    /// <summary><c>atoi</c>: the digits that it begins with, or 0.</summary>
    private static int Number(string text)
    {
        var digits = text.TrimStart().TakeWhile((each, at) => char.IsAsciiDigit(each) || (at == 0 && each == '-')).ToArray();
        return int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private string Counters(IReadOnlyList<string> arguments, Func<string, string, bool> matches)
    {
        var chosen = _server.Snapshot.Where(counter => arguments.Count == 0 || arguments.Any(argument => matches(argument, counter.Name)));
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("result", "OK");
            json.WriteNumber("timestamp", _server.SnapshotSecond);
            json.WriteString("timestamp_str", DateTimeOffset.FromUnixTimeSeconds(_server.SnapshotSecond).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
            json.WriteStartArray("counters");
            foreach (var counter in chosen)
            {
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

    private string Rate(string key, IReadOnlyList<string> arguments)
    {
        var value = _server.Options.Ini.Text("nfs", key, "0");
        var master = _server.Identity.IsMaster;
        if (arguments.Count == 0) return master ? $"{{\n  \"error\": \"ok\",\n  \"nfs.{key}\": \"{value}\"\n}}" : value;
        if (master && string.Equals(arguments[0], "DEFAULT", StringComparison.OrdinalIgnoreCase)) return Set("0", master, key);
        if (!int.TryParse(arguments[0], NumberStyles.None, CultureInfo.InvariantCulture, out var rate) || (rate == 0 && !master))
            return master ? $"{{\n  \"error\": \"ERR: invalid argument '{arguments[0]}'\"\n}}" : WrongArguments;
        return Set(arguments[0], master, key);
    }

    private string Set(string value, bool master, string key)
    {
        _server.Options.Ini.Set("nfs", key, value);
        return master ? "{\n  \"error\": \"ok\"\n}" : "OK";
    }
}
