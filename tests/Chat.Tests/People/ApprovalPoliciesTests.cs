using Nightshift.Chat.People;
using Nightshift.Runs;

namespace Nightshift.Chat.Tests.People;

public sealed class ApprovalPoliciesTests
{
    private readonly ApprovalPolicies _policies = new(Policy("otherwise"),
    [
        new ApprovalRule(null, RiskTier.High, Policy("high anywhere")),
        new ApprovalRule("prod", null, Policy("prod")),
        new ApprovalRule("prod", RiskTier.Elevated, Policy("prod elevated")),
        new ApprovalRule("test", RiskTier.Low, Policy("test low")),
    ]);

    [Theory]
    [InlineData("prod", RiskTier.Low, "prod")]
    [InlineData("prod", RiskTier.Elevated, "prod elevated")]
    [InlineData("prod", RiskTier.High, "prod")]
    [InlineData("test", RiskTier.Low, "test low")]
    [InlineData("test", RiskTier.Elevated, "otherwise")]
    [InlineData("test", RiskTier.High, "high anywhere")]
    [InlineData("Prod", RiskTier.Elevated, "otherwise")]
    public void For_SeveralRules_TakesTheMostSpecific(string cluster, RiskTier tier, string role) =>
        Assert.Equal(role, _policies.For(cluster, tier).Role);

    [Fact]
    public void For_AnyTier_KnowsTheOthersToo()
    {
        var low = _policies.For("prod", RiskTier.Low);

        Assert.Equal(["prod", "prod elevated", "prod"], Enum.GetValues<RiskTier>().Select(tier => low.For(tier).Role));
        Assert.Equal("prod", low.For(RiskTier.Elevated).For(RiskTier.Low).Role);
    }

    [Fact]
    public void For_OnePolicyForAll_IsJustThat() =>
        Assert.Equal(new ApprovalPolicy(1, TimeSpan.FromHours(8)), new ApprovalPolicies(new ApprovalPolicy(1, TimeSpan.FromHours(8)), []).For("prod", RiskTier.High));

    private static ApprovalPolicy Policy(string role) => new(1, TimeSpan.FromHours(1), role);
}
