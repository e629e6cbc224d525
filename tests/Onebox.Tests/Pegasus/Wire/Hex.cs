namespace Nightshift.Onebox.Tests.Pegasus.Wire;

/// <summary>Bytes as the reference prints them.</summary>
internal static class Hex
{
    public static byte[] Bytes(string text) => Convert.FromHexString(string.Concat(text.Where(each => !char.IsWhiteSpace(each))));

    public static string Text(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);
}
