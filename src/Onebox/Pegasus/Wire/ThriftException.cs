namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>Bytes that are not the message they should be.</summary>
internal sealed class ThriftException(string message) : Exception(message);
