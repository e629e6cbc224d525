using System.Text.Json.Serialization;

namespace Nightshift.Chat.Discord.Protocol.Wire;

/// <summary>All that is read and written. A field that a record demands and that is not there is an error, not a zero.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(SnowflakeConverter)])]
[JsonSerializable(typeof(WireGatewayBot))]
[JsonSerializable(typeof(WireHello))]
[JsonSerializable(typeof(WireReady))]
[JsonSerializable(typeof(WireIdentify))]
[JsonSerializable(typeof(WireResume))]
[JsonSerializable(typeof(WireInteraction))]
[JsonSerializable(typeof(WireReaction))]
[JsonSerializable(typeof(WireCleared))]
[JsonSerializable(typeof(WireCallback))]
[JsonSerializable(typeof(WireMessage))]
[JsonSerializable(typeof(WireMessageBody))]
[JsonSerializable(typeof(WireThreadStart))]
[JsonSerializable(typeof(WireChannel))]
[JsonSerializable(typeof(WireGuild))]
[JsonSerializable(typeof(WireMember))]
[JsonSerializable(typeof(WireApplication))]
[JsonSerializable(typeof(WireFailure))]
[JsonSerializable(typeof(IReadOnlyList<WireUser>))]
[JsonSerializable(typeof(IReadOnlyList<WireSeenMessage>))]
[JsonSerializable(typeof(IReadOnlyList<WireRole>))]
[JsonSerializable(typeof(IReadOnlyList<WireCommand>))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
internal sealed partial class WireJson : JsonSerializerContext;
