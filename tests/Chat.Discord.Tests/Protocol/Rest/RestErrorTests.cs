using System.Net;
using System.Text;
using Nightshift.Chat.Discord.Protocol.Rest;

namespace Nightshift.Chat.Discord.Tests.Protocol.Rest;

public sealed class RestErrorTests
{
    [Theory]
    [InlineData("""{"code":50013,"message":"Missing Permissions"}""", 50013, "Missing Permissions")]
    [InlineData(
        """{"code":50035,"message":"Invalid Form Body","errors":{"content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"Must be 2000 or fewer in length."}]}}}""",
        50035,
        "Invalid Form Body; content: Must be 2000 or fewer in length")]
    [InlineData(
        """{"code":50035,"message":"Invalid Form Body","errors":{"embeds":{"0":{"fields":{"3":{"value":{"_errors":[{"message":"a."},{"message":"b."}]}}},"title":{"_errors":[{"message":"c"}]}}}}}""",
        50035,
        "Invalid Form Body; embeds.0.fields.3.value: a; embeds.0.fields.3.value: b; embeds.0.title: c")]
    [InlineData("""{"code":50035,"message":"Invalid Form Body","errors":{"_errors":[{"message":"Command exceeds maximum size (8000)"}]}}""", 50035, "Invalid Form Body; request: Command exceeds maximum size (8000)")]
    [InlineData("""{"message":"404: Not Found","code":0}""", 0, "404: Not Found")]
    [InlineData("""{"message":"401: Unauthorized"}""", 0, "401: Unauthorized")]
    [InlineData("""{"code":1,"errors":[1,2]}""", 1, "no message")]
    [InlineData("""{"code":1,"message":"m","errors":{"x":{"_errors":"y"},"z":{"_errors":[7]}}}""", 1, "m")]
    [InlineData("""{"code":50035,"message":"Invalid Form Body","errors":{"content":{"_errors":[{"message":"\ud800"}]}}}""", 50035, "Invalid Form Body; …")]
    [InlineData("""{"code":50035,"message":"Invalid Form Body","errors":{"\ud800":{"_errors":[]}}}""", 50035, "Invalid Form Body; …")]
    [InlineData("""{"code":50035,"message":"\ud800"}""", 0, "no error of Discord's own form")]
    [InlineData("<html>error code: 1015</html>", 0, "no error of Discord's own form")]
    [InlineData("", 0, "no error of Discord's own form")]
    [InlineData("null", 0, "an empty answer")]
    public void Read_Body_IsOneSentence(string body, int code, string sentence)
    {
        var error = RestError.Read(Encoding.UTF8.GetBytes(body));

        Assert.Equal((code, sentence), (error.Code, error.Sentence));
    }

    [Theory]
    [InlineData("""{"message":"401: Unauthorized"}""", true)]
    [InlineData("""{"code":50001}""", true)]
    [InlineData("""{"code":0}""", false)]
    [InlineData("""{"error":"login"}""", false)]
    [InlineData("{}", false)]
    [InlineData("[]", false)]
    public void Read_Body_IsDiscordsWhenItHasItsForm(string body, bool isDiscords) => Assert.Equal(isDiscords, RestError.Read(Encoding.UTF8.GetBytes(body)).IsDiscords);

    [Fact]
    public void Read_HugeTree_IsCut()
    {
        var leaves = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$$"""{"message":"{{{i}}}"}"""));

        Assert.InRange(RestError.Read(Encoding.UTF8.GetBytes($$$"""{"code":1,"message":"m","errors":{"_errors":[{{{leaves}}}]}}""")).Sentence.Length, 100, 700);
    }

    [Fact]
    public void Read_Limit_TellsHowLongAndForWhom()
    {
        var error = RestError.Read("""{"message":"You are being rate limited.","retry_after":64.57,"global":true}"""u8);

        Assert.Equal((TimeSpan.FromSeconds(64.57), true), (error.RetryAfter, error.IsGlobal));
    }

    [Theory]
    [InlineData("65", 65.0)]
    [InlineData("0.123", 0.123)]
    [InlineData("-1", null)]
    [InlineData("NaN", null)]
    [InlineData("1e9", null)]
    [InlineData("99999999", 86_400.0)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Seconds_Text_IsASpanOrNothing(string? text, double? seconds) =>
        Assert.Equal(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value), RateLimitHeaders.Seconds(text));

    [Fact]
    public void Headers_Answer_AreRead()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        foreach (var (name, value) in new[] { ("X-RateLimit-Bucket", "abcd1234"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset-After", "1.5"), ("X-RateLimit-Scope", "shared"), ("Retry-After", "2") })
            response.Headers.TryAddWithoutValidation(name, value);

        Assert.Equal(new RateLimitHeaders("abcd1234", 0, TimeSpan.FromSeconds(1.5), "shared", TimeSpan.FromSeconds(2)), RateLimitHeaders.Read(response.Headers));
        using var none = new HttpResponseMessage();
        Assert.Equal(RateLimitHeaders.None, RateLimitHeaders.Read(none.Headers));
    }

    [Theory]
    [InlineData("log.txt", "log.txt")]
    [InlineData("a\"b\r\nc.log", "a_b__c.log")]
    [InlineData("../../etc/passwd", "_.._etc_passwd")]
    [InlineData("...", "file")]
    [InlineData("", "file")]
    [InlineData("节点.log", "__.log")]
    public void FileName_AnyText_IsSafeInAHeader(string name, string expected) => Assert.Equal(expected, FileName.From(name));
}
