namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>A file's name as it may stand in a header and in an attachment, the same in both.</summary>
internal static class FileName
{
    public static string From(string name)
    {
        var text = string.Concat(name.Take(100).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '_')).Trim('.');
        return text.Length == 0 ? "file" : text;
    }
}
