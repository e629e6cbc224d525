using System.Text.Json.Serialization;

namespace Nightshift.Onebox.Faults;

/// <summary>One fault that a simulated process is to have, an element of the array in <c>conf/faults.json</c>.</summary>
/// <param name="Id">Name by which it is removed again; unique in the file.</param>
/// <param name="Kind">One of <see cref="FaultKind"/>.</param>
/// <param name="Match">What it strikes: a method (<c>ChangeLeader</c>), an op or task type (<c>kSendSnapshot</c>), or a regular
/// expression over the request path or over <c>table/pid</c>. Null strikes everything of its kind.</param>
/// <param name="Count">How many times it still strikes; null: until removed. Used-up faults leave the file.</param>
/// <param name="DelayMs">Milliseconds, for the kinds that delay.</param>
public sealed record Fault(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("match")] string? Match = null,
    [property: JsonPropertyName("count")] int? Count = null,
    [property: JsonPropertyName("delayMs")] int? DelayMs = null);
