using Nightshift.Chat.Discord.Outbox;
using Nightshift.Chat.Discord.Texts;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>
/// Puts an embed together that Discord takes, whatever is put in: at most 25 fields, 1,024 characters each, 6,000 in all. What comes first has the room; whole lines are left
/// out, and counted. Source: Discord's API reference, "Embed limits".
/// </summary>
internal sealed class EmbedSheet(RunTexts texts, string title, string footer)
{
    private const int MostInAll = 6000;
    private const int MostFields = 25;
    private const int LongestTitle = 256;
    private const int LongestValue = 1024;
    private const int LongestDescription = 4000;

    // Of "… and 12345 more", in any language.
    private const int RoomForCount = 40;
    private readonly string _title = Escaping.Text(title, LongestTitle);
    private readonly List<DiscordField> _fields = [];
    private string _description = "";
    private int _left = MostInAll - LongestTitle - MessageMark.LongestFooter;

    /// <summary>Whether everything that was put in is in it.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <param name="lines">Escaped, each of at most some hundred characters.</param>
    public EmbedSheet Describe(IEnumerable<string> lines, int most = LongestDescription)
    {
        _description = Fit(lines, Math.Min(most, LongestDescription));
        _left -= _description.Length;
        return this;
    }

    /// <summary>Nothing when there are no lines, or only blank ones: Discord takes no field without a value.</summary>
    public EmbedSheet Field(string name, IEnumerable<string> lines, int most = LongestValue)
    {
        var all = Said(lines);
        if (all.Count == 0) return this;
        var room = Math.Min(most, _left - name.Length);
        if (_fields.Count == MostFields || room <= RoomForCount)
        {
            IsWhole = false;
            return this;
        }

        var value = Fit(all, room);
        _fields.Add(new DiscordField(name, value));
        _left -= name.Length + value.Length;
        return this;
    }

    public DiscordEmbed Done(int? color = null) => new(_title, _description, _fields, color, Escaping.Plain(footer, MessageMark.LongestFooter - 40));

    private static List<string> Said(IEnumerable<string> lines) => [.. lines.Where(line => !string.IsNullOrWhiteSpace(line))];

    private string Fit(IEnumerable<string> lines, int most)
    {
        var all = Said(lines);
        var (kept, length) = (0, 0);
        while (kept < all.Count && length + all[kept].Length + 1 <= (kept == all.Count - 1 ? most : most - RoomForCount)) length += all[kept++].Length + 1;
        var fit = string.Join('\n', all.Take(kept));
        if (kept == all.Count) return fit;
        IsWhole = false;
        return kept == 0 ? texts.AndMore(all.Count) : $"{fit}\n{texts.AndMore(all.Count - kept)}";
    }
}
