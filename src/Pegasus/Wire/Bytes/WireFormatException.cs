namespace Nightshift.Pegasus.Wire;

/// <summary>Bytes that are not what they should be. Never leaves the client: callers see <see cref="Client.UnintelligibleAnswerException"/>.</summary>
internal sealed class WireFormatException(string message) : Exception(message);
