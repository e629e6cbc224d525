using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Replies;

namespace Nightshift.Chat.Discord.Tests.Texts;

public sealed class ReplyMessageTests
{
    private readonly ReplyMessage _replies = new(new Translations("nowhere", NullLogger<Translations>.Instance));

    [Fact]
    public void Of_LargeTable_FitsAndComesWholeAsAFile()
    {
        var table = new Reply.Table("Tables of prod", ["table", "note"], [.. Enumerable.Range(0, 500).Select(IReadOnlyList<string> (i) => [$"表{i}", "@everyone ```"])], "500 tables");

        var message = _replies.Of(table, "zh-CN");

        Assert.InRange(message.Content.Length, 1, 2000);
        Assert.EndsWith("完整的答复在文件里。", message.Content, StringComparison.Ordinal);
        Assert.Contains("表499", Encoding.UTF8.GetString(Assert.Single(message.Files).Content.Span), StringComparison.Ordinal);
        Assert.Empty(message.MentionedUsers);
    }

    [Fact]
    public void Of_Sentences_AreEscapedAndLongOnesComeAsAFile()
    {
        Assert.Equal(@"no cluster is called \*prod\*", _replies.Of(new Reply.Refusal("no cluster is called *prod*"), "en-US").Content);
        var message = _replies.Of(new Reply.Failure(string.Join('\n', Enumerable.Repeat("the disk is full", 6_000))), "en-US");
        Assert.InRange(message.Content.Length, 1, 2000);
        Assert.Single(message.Files);
    }
}
