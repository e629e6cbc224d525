using Nightshift.Chat.Discord.Interactions;

namespace Nightshift.Chat.Discord.Tests.Interactions;

public sealed class ConsentTests
{
    [Theory]
    [InlineData("✅", Consent.Yes)]
    [InlineData("✅\uFE0F", Consent.Yes)]
    [InlineData("❌", Consent.No)]
    [InlineData("❌\uFE0F", Consent.No)]
    [InlineData("✅\uFE0E", null)]
    [InlineData("✅\uFE0F\uFE0F", null)]
    [InlineData("✅🏽", null)]
    [InlineData("👍", null)]
    [InlineData("👍🏽", null)]
    [InlineData("✔️", null)]
    [InlineData("☑️", null)]
    [InlineData("❎", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Of_Emoji_CountsOnlyTheTwoMarks(string? emoji, string? meaning) => Assert.Equal(meaning, Consent.Of(emoji));
}
