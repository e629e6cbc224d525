using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Nightshift.Discord.Server.Json;

namespace Nightshift.Discord.Server.Rest;

/// <summary>Writes answers with their headers, and makes those that no route makes.</summary>
internal static class AnswerWriter
{
    public static async Task WriteAsync(HttpContext context, RestAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.Headers.Server = "cloudflare";
        if (!answer.FromCloudflare) response.Headers.Via = "1.1 google";
        foreach (var (name, value) in answer.Quota?.Headers() ?? []) response.Headers[name] = value;
        if (answer.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
        if (answer.Scope is { } scope) response.Headers["X-RateLimit-Scope"] = scope.ToString().ToLowerInvariant();
        if (answer.Scope == RateLimitScope.Global) response.Headers["X-RateLimit-Global"] = "true";
        if (answer.Body is null && answer.Text is null) return;

        response.ContentType = answer.Text is null ? "application/json" : "text/plain";
        await response.WriteAsync(answer.Text ?? JsonText.Write(answer.Body), context.RequestAborted);
    }

    public static RestAnswer Limited(TimeSpan wait, RateLimitScope scope, Quota? quota) => new(429, new JsonObject
    {
        ["message"] = scope == RateLimitScope.Shared ? "The resource is being rate limited." : "You are being rate limited.",
        ["retry_after"] = Math.Round(Math.Max(0.001, wait.TotalSeconds), 3),
        ["global"] = scope == RateLimitScope.Global,
    })
    { Quota = quota, RetryAfter = wait, Scope = scope };

    public static RestAnswer Failed(int status) => new(status, null) { Text = $"{status}: upstream failure" };
}
