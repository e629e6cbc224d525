using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nightshift.Clusters;

/// <summary>
/// Where a node listens, and with OpenMLDB its identity: <c>host:port</c> (host name, IPv4, or IPv6 in brackets), or a bare name for clusters
/// that run with <c>use_name</c>. The text is kept exactly as the cluster writes it and compared ordinally.
/// Anything that could mean something to a shell, a URL or a log line (spaces, quotes, semicolons, control characters, a leading dash) is refused.
/// </summary>
[JsonConverter(typeof(EndpointJsonConverter))]
public readonly struct Endpoint : IEquatable<Endpoint>, IComparable<Endpoint>, IParsable<Endpoint>
{
    private const int MaxLength = 255;
    private readonly string? _text;

    private Endpoint(string text) => _text = text;

    /// <summary>True for a name without a port (<c>use_name</c>), which has to be resolved before it can be called.</summary>
    public bool IsName => PortColon(Text) < 0;

    /// <summary>The host without brackets, or the whole name.</summary>
    public string Host => PortColon(Text) is var colon and >= 0 ? Text[..colon].Trim('[', ']') : Text;

    /// <summary>1..65535, or 0 for a name.</summary>
    public int Port => PortColon(Text) is var colon and >= 0 ? int.Parse(Text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    private string Text => _text ?? throw new InvalidOperationException("This endpoint was never set.");

    public static bool operator ==(Endpoint left, Endpoint right) => left.Equals(right);

    public static bool operator !=(Endpoint left, Endpoint right) => !left.Equals(right);

    public static bool operator <(Endpoint left, Endpoint right) => left.CompareTo(right) < 0;

    public static bool operator <=(Endpoint left, Endpoint right) => left.CompareTo(right) <= 0;

    public static bool operator >(Endpoint left, Endpoint right) => left.CompareTo(right) > 0;

    public static bool operator >=(Endpoint left, Endpoint right) => left.CompareTo(right) >= 0;

    /// <exception cref="FormatException">The text is no endpoint; the message names the text in a harmless form.</exception>
    public static Endpoint Parse(string text) => TryParse(text, out var endpoint) ? endpoint : throw new FormatException(Complaint(text));

    public static Endpoint Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Endpoint result) => TryParse(s, out result);

    public static bool TryParse([NotNullWhen(true)] string? text, out Endpoint endpoint)
    {
        endpoint = default;
        if (text is null || text.Length is 0 or > MaxLength)
            return false;
        var colon = PortColon(text);
        if (colon < 0 ? !IsHostName(text) : !IsHost(text.AsSpan(0, colon)) || !IsPort(text.AsSpan(colon + 1)))
            return false;
        endpoint = new Endpoint(text);
        return true;
    }

    public bool Equals(Endpoint other) => string.Equals(_text, other._text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is Endpoint other && Equals(other);

    public override int GetHashCode() => _text is null ? 0 : string.GetHashCode(_text, StringComparison.Ordinal);

    public int CompareTo(Endpoint other) => string.CompareOrdinal(_text, other._text);

    public override string ToString() => _text ?? "";

    /// <summary>Where the port begins; an IPv6 address without one has an empty port, which is refused.</summary>
    private static int PortColon(string text)
    {
        if (!text.StartsWith('['))
            return text.IndexOf(':', StringComparison.Ordinal);
        return text.IndexOf("]:", StringComparison.Ordinal) is var end and >= 0 ? end + 1 : text.Length - 1;
    }

    private static bool IsPort(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= 5 && text[0] != '0' && !text.ContainsAnyExceptInRange('0', '9')
        && int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) <= IPEndPoint.MaxPort;

    private static bool IsHost(ReadOnlySpan<char> text)
    {
        if (text is ['[', .. var inner, ']'])
            return !inner.Contains('%') && IPAddress.TryParse(inner, out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6;
        return IsHostName(text);
    }

    private static bool IsHostName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return false;
        var numeric = true;
        foreach (var label in text.Split('.'))
        {
            if (!IsLabel(text[label]))
                return false;
            numeric &= !text[label].ContainsAnyExceptInRange('0', '9');
        }

        return !numeric || IsDottedQuad(text);
    }

    private static bool IsLabel(ReadOnlySpan<char> label)
    {
        if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-')
            return false;
        foreach (var c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                return false;
        }

        return true;
    }

    /// <summary>Four decimal bytes without leading zeros: other spellings mean different addresses to different parsers.</summary>
    private static bool IsDottedQuad(ReadOnlySpan<char> text) =>
        IPAddress.TryParse(text, out var v4) && v4.AddressFamily == AddressFamily.InterNetwork && text.SequenceEqual(v4.ToString());

    private static string Complaint(string? text)
    {
        var shown = JsonSerializer.Serialize(text is { Length: > 80 } ? text[..80] + "…" : text ?? "");
        return $"{shown} is no endpoint: expected host:port with a port from 1 to 65535 (IPv6 in brackets), or the name of a node.";
    }
}

/// <summary>Endpoints travel in JSON as their text.</summary>
public sealed class EndpointJsonConverter : JsonConverter<Endpoint>
{
    public override Endpoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Endpoint.TryParse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null, out var endpoint)
            ? endpoint
            : throw new JsonException("Expected an endpoint.");

    public override void Write(Utf8JsonWriter writer, Endpoint value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    public override Endpoint ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Endpoint.TryParse(reader.GetString(), out var endpoint) ? endpoint : throw new JsonException("Expected an endpoint.");

    public override void WriteAsPropertyName(Utf8JsonWriter writer, Endpoint value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString());
}
