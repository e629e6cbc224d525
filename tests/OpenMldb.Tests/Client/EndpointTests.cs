using System.Text.Json;
using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Tests.Client;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("127.0.0.1:7527", "127.0.0.1", 7527)]
    [InlineData("tablet-1.example.com:10921", "tablet-1.example.com", 10921)]
    [InlineData("openmldb_tablet:1", "openmldb_tablet", 1)]
    [InlineData("[::1]:65535", "::1", 65535)]
    [InlineData("[2001:db8::7]:9527", "2001:db8::7", 9527)]
    public void Parse_Address_SplitsHostAndPort(string text, string host, int port)
    {
        var endpoint = Endpoint.Parse(text);
        Assert.Equal((host, port, false, text), (endpoint.Host, endpoint.Port, endpoint.IsName, endpoint.ToString()));
    }

    [Fact]
    public void Parse_Name_IsAName()
    {
        var endpoint = Endpoint.Parse("tablet-3a44f0");
        Assert.Equal((true, 0, "tablet-3a44f0"), (endpoint.IsName, endpoint.Port, endpoint.Host));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(":1")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:00080")]
    [InlineData("host:65536")]
    [InlineData("host:+80")]
    [InlineData("host:8o")]
    [InlineData("host:80 ")]
    [InlineData(" host:80")]
    [InlineData("host:80:90")]
    [InlineData("::1:80")]
    [InlineData("[::1]")]
    [InlineData("[::1%eth0]:80")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("256.1.1.1:80")]
    [InlineData("1.2.3:80")]
    [InlineData("01.2.3.4:80")]
    [InlineData("2130706433:80")]
    [InlineData("host;rm -rf /:80")]
    [InlineData("host;reboot:80")]
    [InlineData("$(reboot):80")]
    [InlineData("`reboot`:80")]
    [InlineData("\"host\":80")]
    [InlineData("'host':80")]
    [InlineData("-oProxyCommand=x:22")]
    [InlineData("-host:80")]
    [InlineData("host/path:80")]
    [InlineData("user@host:80")]
    [InlineData("host\n:80")]
    [InlineData("host\0:80")]
    [InlineData("主机:80")]
    [InlineData("ho..st:80")]
    [InlineData("host:８０")]
    public void TryParse_HostileOrMalformed_Refuses(string text)
    {
        Assert.False(Endpoint.TryParse(text, out _));
        Assert.DoesNotContain('\n', Assert.Throws<FormatException>(() => Endpoint.Parse(text)).Message);
    }

    [Fact]
    public void TryParse_TooLong_Refuses() => Assert.False(Endpoint.TryParse(string.Join('.', Enumerable.Repeat(new string('a', 60), 5)) + ":80", out _));

    [Fact]
    public void Json_ValueAndKey_RoundTrip()
    {
        var map = new Dictionary<Endpoint, Endpoint> { [Endpoint.Parse("a:1")] = Endpoint.Parse("[::1]:2") };
        var json = JsonSerializer.Serialize(map);
        Assert.Equal("""{"a:1":"[::1]:2"}""", json);
        Assert.Equal(map, JsonSerializer.Deserialize<Dictionary<Endpoint, Endpoint>>(json));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Endpoint>("\"a b:1\""));
    }

    [Fact]
    public void Default_Used_FailsLoudly()
    {
        Assert.Throws<InvalidOperationException>(() => default(Endpoint).Port);
        Assert.NotEqual(default, Endpoint.Parse("a:1"));
    }
}
