namespace Nightshift.Discord.Server.Rest;

/// <summary>So many requests in a window that starts with the first of them.</summary>
public sealed record RateLimit(int Requests, TimeSpan Window)
{
    internal static RateLimit Per(int requests, double seconds) => new(requests, TimeSpan.FromSeconds(seconds));
}

/// <summary>A method and a path template; the braces name the parameters. Its name, "GET /channels/{channel}", is what counters and knobs use.</summary>
internal sealed record Route(string Method, string Template, string Bucket, RateLimit Limit, Func<RestRequest, RestResult> Handle)
{
    public string Name { get; } = $"{Method} {Template}";

    public string[] Segments { get; } = Template.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Routes that carry their right in the path (interaction tokens) or need none.</summary>
    public bool Open { get; init; }

    /// <summary>Interaction endpoints are not bound to the global limit.</summary>
    public bool OutsideGlobalLimit { get; init; }

    public bool Matches(string[] path, out Dictionary<string, string> parameters)
    {
        parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        if (path.Length != Segments.Length) return false;
        for (var i = 0; i < path.Length; i++)
        {
            if (Segments[i][0] == '{') parameters[Segments[i][1..^1]] = path[i];
            else if (Segments[i] != path[i]) return false;
        }

        return true;
    }

    /// <summary>What keeps one channel's, guild's or webhook's quota apart from another's.</summary>
    public static string Major(IReadOnlyDictionary<string, string> parameters) =>
        parameters.TryGetValue("token", out var token) ? $"{parameters.GetValueOrDefault("interaction") ?? parameters.GetValueOrDefault("application")}:{token}"
        : parameters.GetValueOrDefault("channel") ?? parameters.GetValueOrDefault("guild") ?? "";
}
