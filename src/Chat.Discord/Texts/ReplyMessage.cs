using System.Text;
using Nightshift.Chat.Rendering;
using Nightshift.Chat.Replies;

namespace Nightshift.Chat.Discord.Texts;

/// <summary>An answer as one message of Discord's: what fits as text, the whole as a file where it does not.</summary>
internal sealed class ReplyMessage(Translations texts)
{
    private const int LongestContent = 2_000;
    private const int LongestHead = 300;
    private const int LargestFile = 4 * 1024 * 1024;

    /// <param name="locale">Of the person.</param>
    public DiscordMessage Of(Reply reply, string locale) => reply switch
    {
        Reply.Text text => Sentences(text.Content, locale),
        Reply.Refusal refusal => Sentences(refusal.Content, locale),
        Reply.Failure failure => Sentences(failure.Content, locale),
        Reply.Run run => new DiscordMessage(texts.Format(locale, Texts.Sentences.RunShown, run.Id)),
        Reply.Table { Rows.Count: 0 } table => Sentences($"{table.Title}\n{table.Summary}", locale),
        _ => Block([.. TextRendering.Lines(reply)], locale),
    };

    public static bool IsRefused(Reply reply) => reply is Reply.Refusal or Reply.Failure;

    private DiscordMessage Sentences(string content, string locale)
    {
        if (content.Length == 0) return new DiscordMessage(texts.In(locale, Texts.Sentences.Done));
        content = texts.Answer(locale, content);
        var escaped = DiscordText.Lines(content, LongestContent);
        return content.Length <= LongestContent / 2 || Fits(content) ? new DiscordMessage(escaped) : Block(content.Split('\n'), locale);
    }

    private static bool Fits(string content) => DiscordText.Lines(content, int.MaxValue / 2).Length <= LongestContent;

    private DiscordMessage Block(IReadOnlyList<string> lines, string locale)
    {
        var (block, isWhole) = DiscordText.Block(lines, LongestContent);
        if (isWhole) return new DiscordMessage(block);
        var note = texts.In(locale, Texts.Sentences.InFile);
        var (begun, _) = DiscordText.Block(lines, LongestContent - LongestHead);
        return new DiscordMessage($"{begun}\n{note}") { Files = [new DiscordFile("answer.txt", Whole(lines))] };
    }

    private static ReadOnlyMemory<byte> Whole(IReadOnlyList<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(Printable.Line(line)).Append('\n');
            if (text.Length > LargestFile / 4) break;
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
