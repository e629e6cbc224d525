using Nightshift.Chat.Discord.Protocol.Gateway;

namespace Nightshift.Chat.Discord.Tests.Protocol.Gateway;

public sealed class GatewayAfterCloseTests
{
    public static TheoryData<int?, string, string> Codes => new()
    {
        { null, "Resume", "Identify" },
        { 1000, "Identify", "Identify" },
        { 1001, "Resume", "Identify" },
        { 1006, "Resume", "Identify" },
        { 1011, "Resume", "Identify" },
        { 4000, "Resume", "Identify" },
        { 4001, "Resume", "Identify" },
        { 4002, "Resume", "Identify" },
        { 4003, "Identify", "Identify" },
        { 4004, "Stop", "Stop" },
        { 4005, "Resume", "Identify" },
        { 4007, "Identify", "Identify" },
        { 4008, "Resume", "Identify" },
        { 4009, "Identify", "Identify" },
        { 4010, "Stop", "Stop" },
        { 4011, "Stop", "Stop" },
        { 4012, "Stop", "Stop" },
        { 4013, "Stop", "Stop" },
        { 4014, "Stop", "Stop" },
        { 4242, "Resume", "Identify" },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void Decide_Code_FollowsTheTable(int? code, string withSession, string withoutSession)
    {
        Assert.Equal(withSession, GatewayAfterClose.Decide(code, hasSession: true, failed: 0).ToString());
        Assert.Equal(withoutSession, GatewayAfterClose.Decide(code, hasSession: false, failed: 0).ToString());
        Assert.EndsWith(".", GatewayAfterClose.Sentence(code), StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_ResumingFailsAgainAndAgain_BeginsAnew()
    {
        Assert.Equal(GatewayStep.Resume, GatewayAfterClose.Decide(null, true, GatewayAfterClose.Resumptions - 1));
        Assert.Equal(GatewayStep.Identify, GatewayAfterClose.Decide(null, true, GatewayAfterClose.Resumptions));
    }
}
