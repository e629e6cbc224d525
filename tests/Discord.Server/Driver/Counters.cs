using System.Globalization;
using Nightshift.Discord.Server.Rest;

namespace Nightshift.Discord.Server.Driver;

/// <summary>A gateway connection that ended: the code this server closed with, or the client; neither when it broke.</summary>
public sealed record GatewayClose(DateTimeOffset At, int? ServerCode, int? ClientCode);

/// <summary>What happened so far. Read it through <see cref="DiscordServer.Counters"/>, which hands out a copy.</summary>
public sealed class Counters
{
    private const int MostRecorded = 20_000;

    internal Counters()
    {
    }

    /// <summary>Requests of any kind, also those refused at the door.</summary>
    public int Requests { get; internal set; }

    /// <summary>Requests by route name, "POST /channels/{channel}/messages".</summary>
    public Dictionary<string, int> ByRoute { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, List<DateTimeOffset>> Times { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers by HTTP status.</summary>
    public Dictionary<int, int> ByStatus { get; } = [];

    /// <summary>Refusals by Discord's error code.</summary>
    public Dictionary<int, int> ByErrorCode { get; } = [];

    /// <summary>Answers of 429, all scopes and 30046 included.</summary>
    public int TooManyRequests => ByStatus.GetValueOrDefault(429);

    public Dictionary<RateLimitScope, int> TooManyByScope { get; } = [];

    /// <summary>Answers of 429 by route name; those of the global limit and the ban belong to no route.</summary>
    public Dictionary<string, int> TooManyByRoute { get; } = new(StringComparer.Ordinal);

    public int Connections { get; internal set; }

    /// <summary>Connections that took `zlib-stream`.</summary>
    public int Compressed { get; internal set; }

    public int Identifies { get; internal set; }

    public int Resumes { get; internal set; }

    /// <summary>Resumes that came by the address READY gave for them.</summary>
    public int ResumesByResumeUrl { get; internal set; }

    /// <summary>Events sent again to resumed sessions.</summary>
    public int Replayed { get; internal set; }

    public int Heartbeats { get; internal set; }

    /// <summary>Connections closed because the client sent no heartbeat.</summary>
    public int MissedHeartbeats { get; internal set; }

    public List<GatewayClose> Closes { get; } = [];

    public List<DateTimeOffset> PresenceUpdates { get; } = [];

    public int Of(string route) => ByRoute.GetValueOrDefault(route);

    /// <summary>The counts as lines of text, for a test's output.</summary>
    public override string ToString() => string.Join('\n',
        ByRoute.OrderByDescending(pair => pair.Value).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value,7} {pair.Key}"))
            .Prepend($"requests {Requests}, 429s {TooManyRequests}, identifies {Identifies}, resumes {Resumes}, replayed {Replayed}"));

    internal Queue<RecordedRequest> Recorded { get; } = [];

    internal void Record(RecordedRequest request)
    {
        Recorded.Enqueue(request);
        if (Recorded.Count > MostRecorded) Recorded.Dequeue();
    }

    internal void Request(string route, DateTimeOffset now)
    {
        ByRoute[route] = Of(route) + 1;
        if (!Times.TryGetValue(route, out var times)) Times[route] = times = [];
        times.Add(now);
    }

    internal void Answer(string? route, RestAnswer answer)
    {
        if (answer.Status == 429 && route is not null) TooManyByRoute[route] = TooManyByRoute.GetValueOrDefault(route) + 1;
        ByStatus[answer.Status] = ByStatus.GetValueOrDefault(answer.Status) + 1;
        if (answer.Code != 0) ByErrorCode[answer.Code] = ByErrorCode.GetValueOrDefault(answer.Code) + 1;
        if (answer.Scope is { } scope) TooManyByScope[scope] = TooManyByScope.GetValueOrDefault(scope) + 1;
    }

    internal Counters Copy()
    {
        var copy = new Counters
        {
            Requests = Requests,
            Connections = Connections,
            Compressed = Compressed,
            Identifies = Identifies,
            Resumes = Resumes,
            ResumesByResumeUrl = ResumesByResumeUrl,
            Replayed = Replayed,
            Heartbeats = Heartbeats,
            MissedHeartbeats = MissedHeartbeats,
        };
        foreach (var (route, count) in ByRoute) copy.ByRoute[route] = count;
        foreach (var (status, count) in ByStatus) copy.ByStatus[status] = count;
        foreach (var (code, count) in ByErrorCode) copy.ByErrorCode[code] = count;
        foreach (var (scope, count) in TooManyByScope) copy.TooManyByScope[scope] = count;
        foreach (var (route, count) in TooManyByRoute) copy.TooManyByRoute[route] = count;
        copy.Closes.AddRange(Closes);
        copy.PresenceUpdates.AddRange(PresenceUpdates);
        return copy;
    }
}
