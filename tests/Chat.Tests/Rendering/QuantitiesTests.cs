using Nightshift.Chat.Rendering;

namespace Nightshift.Chat.Tests.Rendering;

public sealed class QuantitiesTests
{
    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(9.94, "9.9 s")]
    [InlineData(59, "59 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7_500, "2 h 5 min")]
    [InlineData(273_600, "3 d 4 h")]
    public void Span_Seconds_ReadsLikeAPersonWouldSay(double seconds, string text) => Assert.Equal(text, Quantities.Span(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0L, "0 B")]
    [InlineData(1_536L, "1.5 KiB")]
    [InlineData(5_368_709_120L, "5 GiB")]
    [InlineData(null, "?")]
    public void Bytes_UnknownIsNeverZero(long? bytes, string text) => Assert.Equal(text, Quantities.Bytes(bytes));

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("订单", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("✓ ok", 4)]
    public void TextWidth_WideAndCombining_CountsColumns(string text, int columns) => Assert.Equal(columns, TextWidth.Of(text));
}
