using Nightshift.Bot.Configuration;
using Nightshift.Runs;

namespace Nightshift.Bot.Tests.Configuration;

public sealed class PolicyValidatorTests
{
    private static readonly NightshiftOptions People = new()
    {
        People = new()
        {
            ["wei"] = new PersonOptions { Roles = ["operator"] },
            ["lena"] = new PersonOptions { Roles = ["oncall"] },
            ["tom"] = new PersonOptions { Roles = ["oncall"] },
            ["ci"] = new PersonOptions { Roles = ["oncall", "machine"], Bot = true },
        },
        Rights =
        [
            new GrantOptions { Role = "operator", Commands = ["upgrade", "status"] },
            new GrantOptions { Role = "oncall", Commands = ["approve", "reject"], Clusters = ["prod"] },
        ],
    };

    [Fact]
    public void Validate_GoodPolicies_FindsNothing() =>
        Assert.Empty(Validate(
            new PolicyOptions { Cluster = "prod", Tier = "high", Role = "oncall", Approvers = 2 }, new PolicyOptions { Cluster = "prod" },
            new PolicyOptions { Cluster = "test", Approvers = 0 }));

    [Fact]
    public void Validate_ManyFaults_TellsAllAtOnce()
    {
        var faults = Validate(
            new PolicyOptions { Cluster = "pord", Tier = "severe", Role = "nobodys", Approvers = -1, ValidFor = TimeSpan.Zero },
            new PolicyOptions { Cluster = "prod", Tier = "High" },
            new PolicyOptions { Cluster = "prod", Tier = "high" });

        string[] expected =
        [
            "0:Cluster: no cluster is called 'pord'; there is prod, test, and '*' stands for all", "0:Tier: 'severe' is none of Low, Elevated, High, *", "0:Approvers: -1 is negative",
            "0:ValidFor: 00:00:00 is not a span of time", "0:Role: nobody has the role 'nobodys'", "2: there is another policy for cluster 'prod' and tier 'high'",
        ];
        Assert.Equal(expected.Select(fault => $"Nightshift:Approvals:Policies:{fault}"), faults);
    }

    [Theory]
    [InlineData("prod", "oncall", 3, "3 approvals by role oncall needed on prod, and besides the one who asks at most 2 may /approve there")]
    [InlineData("test", "", 1, "1 approval needed on test, and besides the one who asks at most 0 may /approve there")]
    [InlineData("prod", "machine", 1, "1 approval by role machine needed on prod, and besides the one who asks at most 0 may /approve there")]
    [InlineData("prod", "operator", 1, "1 approval by role operator needed on prod, and besides the one who asks at most 0 may /approve there")]
    public void Validate_WhatNobodyCouldApprove_IsAFault(string cluster, string role, int approvers, string says) =>
        Assert.Equal($"Nightshift:Approvals:Policies:0: nobody could ever approve: {says}", Assert.Single(Validate(new PolicyOptions { Cluster = cluster, Role = role, Approvers = approvers })));

    [Fact]
    public void Validate_PolicyForAllClusters_IsLookedAtOnEach() =>
        Assert.Contains("needed on test", Assert.Single(Validate(new PolicyOptions())), StringComparison.Ordinal);

    [Fact]
    public void Validate_RequesterIsOneOfTheApprovers_DoesNotCount()
    {
        var ofTwo = new PolicyOptions { Cluster = "prod", Role = "oncall", Approvers = 2 };
        var options = People with { People = new(People.People), Rights = [new GrantOptions { Role = "oncall", Commands = ["*"] }] };

        // A pipeline asks, and both people approve.
        Assert.Empty(Validate(options, ofTwo));
        options.People.Remove("ci");
        Assert.Contains("at most 1", Assert.Single(Validate(options, ofTwo)), StringComparison.Ordinal);
    }

    [Fact]
    public void PoliciesOf_WhatIsLeftOut_IsAsTheDefault()
    {
        var policies = ConfiguredPeople.PoliciesOf(new NightshiftOptions
        {
            Approvals = new ApprovalOptions
            {
                Approvers = 3,
                ValidFor = TimeSpan.FromHours(2),
                Policies = [new PolicyOptions { Cluster = "prod", Tier = "high", Role = "oncall" }, new PolicyOptions { Tier = "Low", Approvers = 0 }],
            },
        });

        Assert.Equal((3, TimeSpan.FromHours(2), "oncall"), Of(policies.For("prod", RiskTier.High)));
        Assert.Equal((0, TimeSpan.FromHours(2), null), Of(policies.For("prod", RiskTier.Low)));
        Assert.Equal((3, TimeSpan.FromHours(2), null), Of(policies.For("test", RiskTier.Elevated)));
    }

    private static (int Approvers, TimeSpan ValidFor, string? Role) Of(ApprovalPolicy policy) => (policy.Approvers, policy.ValidFor, policy.Role);

    private static IReadOnlyList<string> Validate(params PolicyOptions[] policies) => Validate(People, policies);

    private static IReadOnlyList<string> Validate(NightshiftOptions options, params PolicyOptions[] policies) =>
        OptionsValidator.Validate(options with { Approvals = options.Approvals with { Policies = [.. policies] } }, ["prod", "test"]);
}
