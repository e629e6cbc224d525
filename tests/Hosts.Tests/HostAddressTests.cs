namespace Nightshift.Hosts.Tests;

public sealed class HostAddressTests
{
    [Theory]
    [InlineData("db-1", null, "db-1", null)]
    [InlineData("DB_1.Example.com", null, "db_1.example.com", null)]
    [InlineData("ops@10.0.0.1:2222", "ops", "10.0.0.1", 2222)]
    [InlineData("::1", null, "::1", null)]
    [InlineData("[2001:DB8::1]:22", null, "2001:db8::1", 22)]
    [InlineData("ops@[::1]", "ops", "::1", null)]
    public void Parse_Address_IsTakenApartAndBackTogether(string text, string? user, string name, int? port)
    {
        var address = HostAddress.Parse(text);

        Assert.Equal((user, name, port), (address.User, address.Name, address.Port));
        Assert.Equal(address, HostAddress.Parse(address.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-oProxyCommand=touch /tmp/x")]
    [InlineData("-x")]
    [InlineData("ops@-x")]
    [InlineData("-ops@host")]
    [InlineData("host name")]
    [InlineData("host\n")]
    [InlineData("host;id")]
    [InlineData("$(id)")]
    [InlineData("host/..")]
    [InlineData("%h")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:22:22")]
    [InlineData("[host]:22")]
    [InlineData("fe80::1%eth0")]
    [InlineData("ho\u0301st")]
    [InlineData("a@b@c")]
    public void Parse_OddText_IsRefused(string text)
    {
        Assert.Throws<FormatException>(() => HostAddress.Parse(text));
        Assert.False(HostAddress.TryParse(text, out _));
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.1.2.3", true)]
    [InlineData("::1", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("localhost.example.com", false)]
    public void IsLoopback_Name_IsTold(string name, bool loopback) => Assert.Equal(loopback, HostAddress.Parse(name).IsLoopback);
}
