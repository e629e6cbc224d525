using System.Text.Json.Nodes;

namespace Nightshift.Discord.Server.Driver;

/// <summary>A request as it came and how it was answered: status and Discord's error code, 0 for none.</summary>
public sealed record RecordedRequest(DateTimeOffset At, string Route, string Path, JsonNode? Body, string? AuditReason, int Status, int Code);
