using System.Text.Json;

namespace Nightshift.Chat.Discord.Protocol.Wire;

/// <summary>The body of an error, and of an exceeded limit.</summary>
/// <param name="Errors">A tree of the request's fields; its leaves are lists named <c>_errors</c>.</param>
/// <param name="RetryAfter">Seconds.</param>
internal sealed record WireFailure(int Code = 0, string? Message = null, JsonElement? Errors = null, double? RetryAfter = null, bool? Global = null);
