using System.Globalization;
using System.Net.Http.Headers;

namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>
/// <c>X-RateLimit-Bucket</c> (which limit), <c>-Remaining</c> (requests), <c>-Reset-After</c> (seconds), <c>-Scope</c> (of a 429: user, global, shared) and
/// <c>Retry-After</c> (seconds). The moment of the reset is taken as a span, so that it does not matter whose clock is right. Source: Discord's API reference, "Rate limits".
/// </summary>
internal sealed record RateLimitHeaders(string? Bucket, int? Remaining, TimeSpan? ResetAfter, string? Scope, TimeSpan? RetryAfter)
{
    public static readonly RateLimitHeaders None = new(null, null, null, null, null);

    public static RateLimitHeaders Read(HttpResponseHeaders headers) => new(
        Text(headers, "X-RateLimit-Bucket"),
        int.TryParse(Text(headers, "X-RateLimit-Remaining"), NumberStyles.None, CultureInfo.InvariantCulture, out var remaining) ? remaining : null,
        Seconds(Text(headers, "X-RateLimit-Reset-After")),
        Text(headers, "X-RateLimit-Scope") ?? (Text(headers, "X-RateLimit-Global") is "true" ? "global" : null),
        Seconds(Text(headers, "Retry-After")));

    /// <summary>From nothing to a day, which is also what more than a day becomes; null when it is no such number.</summary>
    public static TimeSpan? Seconds(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? Seconds(seconds) : null;

    public static TimeSpan? Seconds(double? seconds) => seconds is >= 0 ? TimeSpan.FromSeconds(Math.Min(seconds.Value, 86_400)) : null;

    private static string? Text(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && values.FirstOrDefault() is { Length: > 0 and <= 200 } value ? value : null;
}
