using Nightshift.Chat.Discord.Interactions;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Tests.Interactions;

public sealed class ButtonIdTests
{
    [Fact]
    public void TryParse_OwnText_IsTheSame()
    {
        foreach (var reaction in Enum.GetValues<Reaction>())
        {
            var button = new ButtonId(reaction, new ButtonStep(ButtonId.KeyOf(new StepPath(new string('长', 300))), 12));
            Assert.True(ButtonId.TryParse(button.ToString(), out var read));
            Assert.Equal(button, read);
            Assert.True(button.ToString().Length <= 100);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("press")]
    [InlineData("press:approve")]
    [InlineData("press:0")]
    [InlineData("press:99")]
    [InlineData("press:Approve,Reject")]
    [InlineData("press:Approve:short")]
    [InlineData("press:Retry:0123456789abcdef")]
    [InlineData("press:Retry:0123456789abcdef:more")]
    [InlineData("press:Retry:0123456789abcdef:-1")]
    [InlineData("press:Retry:0123456789abcdef:1:2")]
    [InlineData("other:Approve")]
    public void TryParse_ForeignText_IsRefused(string? text) => Assert.False(ButtonId.TryParse(text, out _));
}
