using System.Text;

namespace Nightshift.Hosts;

/// <summary>Words of the POSIX shell's language (IEEE Std 1003.1, XCU 2.2).</summary>
internal static class ShellWords
{
    private static readonly System.Buffers.SearchValues<char> Plain = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%+,-./:=@_");

    /// <summary>One word that the shell reads back as exactly <paramref name="text"/>.</summary>
    internal static byte[] Quote(ReadOnlySpan<byte> text)
    {
        var word = new List<byte>(text.Length + 2) { (byte)'\'' };
        foreach (var b in text)
        {
            if (b == (byte)'\'')
                word.AddRange("'\\''"u8);
            else
                word.Add(b);
        }

        word.Add((byte)'\'');
        return [.. word];
    }

    internal static string ForPeople(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Plain)
        ? text
        : Encoding.UTF8.GetString(Quote(Encoding.UTF8.GetBytes(text)));
}
