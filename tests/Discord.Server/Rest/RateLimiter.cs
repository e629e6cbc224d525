using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Nightshift.Discord.Server.Rest;

/// <summary>Quotas in fixed windows, by bucket and top-level resource. The bucket's hash says nothing of its route and changes with every server.</summary>
internal sealed class RateLimiter(TimeProvider time)
{
    private readonly Dictionary<string, Window> _windows = new(StringComparer.Ordinal);
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(16);

    public Quota Take(string bucket, string major, RateLimit limit)
    {
        var now = time.GetUtcNow();
        var key = $"{bucket}|{major}";
        if (!_windows.TryGetValue(key, out var window) || window.End <= now)
            _windows[key] = window = new Window(now + limit.Window);

        var granted = window.Used < limit.Requests;
        if (granted) window.Used++;
        return new Quota(granted, limit.Requests, limit.Requests - window.Used, window.End, window.End - now, Hash(bucket));
    }

    private string Hash(string bucket) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(bucket)))[..32];

    private sealed class Window(DateTimeOffset end)
    {
        public DateTimeOffset End { get; } = end;

        public int Used { get; set; }
    }
}

/// <summary>What a request found of its bucket, and the headers that say so.</summary>
internal sealed record Quota(bool Granted, int Limit, int Remaining, DateTimeOffset Reset, TimeSpan ResetAfter, string Hash)
{
    public IEnumerable<(string Name, string Value)> Headers()
    {
        yield return ("X-RateLimit-Limit", Limit.ToString(CultureInfo.InvariantCulture));
        yield return ("X-RateLimit-Remaining", Remaining.ToString(CultureInfo.InvariantCulture));
        yield return ("X-RateLimit-Reset", (Reset.ToUnixTimeMilliseconds() / 1000.0).ToString("0.000", CultureInfo.InvariantCulture));
        yield return ("X-RateLimit-Reset-After", ResetAfter.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
        yield return ("X-RateLimit-Bucket", Hash);
    }
}
