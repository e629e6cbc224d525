namespace Nightshift.Pegasus.Tests.Wire;

/// <summary>Bytes as the protocol's notes have them: hex with spaces and line breaks for reading.</summary>
internal static class Hex
{
    public static byte[] Bytes(string text) => Convert.FromHexString(string.Concat(text.Where(c => !char.IsWhiteSpace(c))));
}
