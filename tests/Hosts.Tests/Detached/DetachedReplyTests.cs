using System.Text;
using Nightshift.Hosts.Detached;
using Nightshift.Hosts.Shells;

namespace Nightshift.Hosts.Tests.Detached;

public sealed class DetachedReplyTests
{
    private const string Boot = "e7a0b1c2-0000-4000-8000-000000000001";
    private static readonly HostAddress Host = HostAddress.Parse("db1");

    [Fact]
    public void Parse_Exited_HasCodeTailsAndSizes()
    {
        var reply = Parse($"{Boot} abc 100 3 exited 7\ntail", "err");

        var status = Assert.IsType<DetachedStatus.Exited>(reply.Status);
        Assert.Equal(
            ("abc", 7, true, 100L, "err"),
            (reply.Digest, status.Code, status.Stdout.Truncated, status.Stdout.Length, status.Stderr.Text));
    }

    [Theory]
    [InlineData(Boot, false)]
    [InlineData("e7a0b1c2-0000-4000-8000-000000000002", true)]
    public void Parse_Died_TellsWhetherTheHostRebooted(string claimed, bool rebooted) => Assert.Equal(
        rebooted, Assert.IsType<DetachedStatus.Died>(Parse($"{Boot} abc 0 0 died {claimed}\n", "").Status).HostRebooted);

    [Fact]
    public void Parse_Running_MayHaveNoProcessYet()
    {
        var before = Assert.IsType<DetachedStatus.Running>(Parse($"{Boot} abc 0 0 running\n", "").Status);
        var after = Assert.IsType<DetachedStatus.Running>(Parse($"{Boot} abc 0 0 running 12 34 {Boot}\n", "").Status);

        Assert.Null(before.Process);
        Assert.Equal(12, after.Process!.Value.Pid);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData(Boot + " abc 0 0 exited 0")]
    [InlineData(Boot + " abc 0 0 exited \n")]
    [InlineData(Boot + " abc 0 0 exited x\n")]
    [InlineData(Boot + " abc 0 0 exited -1\n")]
    [InlineData(Boot + " abc 0 0 broken\n")]
    [InlineData(Boot + " abc 0 0\n")]
    [InlineData(Boot + " abc x 0 never\n")]
    [InlineData(Boot + " abc 0 0 running 12\n")]
    public void Parse_WhatNobodyWrites_IsNoStatus(string text) => Assert.Throws<HostProtocolException>(() => Parse(text, ""));

    private static DetachedReply Parse(string stdout, string stderr) =>
        DetachedReply.Parse(Host, new ScriptAnswer("ok", Output(stdout), Output(stderr), TimeSpan.Zero));

    private static CommandOutput Output(string text) => new(Encoding.UTF8.GetBytes(text), text.Length);
}
