using System.Text.Json.Nodes;

namespace Nightshift.Discord.Server.Rest;

/// <summary>A refusal in Discord's form: an HTTP status, a JSON error code with its message, and for forms the tree of errors.</summary>
internal sealed class ApiException(int status, int code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public int Code { get; } = code;

    public JsonObject? Errors { get; init; }

    /// <summary>Set on the limits that have an error code of their own and answer 429.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["message"] = Message, ["code"] = Code };
        if (Errors is not null) json["errors"] = Errors.DeepClone();
        if (RetryAfter is { } wait)
        {
            json["retry_after"] = Math.Round(wait.TotalSeconds, 3);
            json["global"] = false;
        }

        return json;
    }

    public static ApiException NotFound(int code, string what) => new(404, code, $"Unknown {what}");

    public static ApiException MissingAccess() => new(403, ErrorCode.MissingAccess, "Missing Access");

    public static ApiException MissingPermissions() => new(403, ErrorCode.MissingPermissions, "Missing Permissions");
}
