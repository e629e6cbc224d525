using System.Collections.Concurrent;
using System.Text.Json;
using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Client.Wire;

/// <summary>
/// Gives equal endpoints the same string, so that 300,000 replicas hold a few hundred of them. Bounded: past the limit nothing is
/// shared.
/// </summary>
internal static class EndpointInterner
{
    private const int MaxEntries = 20_000;
    private const int MaxChars = 256;
    private static readonly ConcurrentDictionary<string, Endpoint> Known = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Endpoint>.AlternateLookup<ReadOnlySpan<char>> Lookup = Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reads the endpoint under the reader.</summary>
    public static Endpoint Read(ref Utf8JsonReader reader)
    {
        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (reader.TokenType != JsonTokenType.String || length > MaxChars)
            throw new JsonException("Expected an endpoint.");
        Span<char> text = stackalloc char[MaxChars];
        text = text[..reader.CopyString(text)];
        if (Lookup.TryGetValue(text, out var endpoint))
            return endpoint;
        if (!Endpoint.TryParse(text.ToString(), out endpoint))
            throw new JsonException("Expected an endpoint.");
        if (Known.Count < MaxEntries)
            Known.TryAdd(endpoint.ToString(), endpoint);
        return endpoint;
    }
}
