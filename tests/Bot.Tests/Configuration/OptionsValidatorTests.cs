using Nightshift.Bot.Configuration;

namespace Nightshift.Bot.Tests.Configuration;

public sealed class OptionsValidatorTests : IDisposable
{
    private static readonly NightshiftOptions Good = new()
    {
        People = new() { ["wei"] = new PersonOptions { Roles = ["operator"] }, ["anna"] = new PersonOptions { Roles = ["oncall"] } },
        Rights = [new GrantOptions { Role = "operator", Commands = ["*"] }],
    };

    private readonly string _token = Path.GetTempFileName();

    public void Dispose() => File.Delete(_token);

    [Fact]
    public void Validate_GoodOptions_FindsNothing() => Assert.Empty(Validate(Good));

    [Fact]
    public void Validate_ManyFaults_TellsAllAtOnce()
    {
        var faults = Validate(new NightshiftOptions
        {
            Web = new WebOptions { Url = "http://10.0.0.1:8300", Token = "short" },
            Approvals = new ApprovalOptions { Approvers = -1, ValidFor = TimeSpan.Zero },
            Runs = new RunSettings { DecisionDeadline = TimeSpan.FromSeconds(-1) },
            People = new()
            {
                ["a b"] = new PersonOptions { Roles = ["x"] },
                ["nightshift"] = new PersonOptions { Roles = ["x"] },
                ["roleless"] = new PersonOptions(),
                ["open"] = new PersonOptions { Roles = ["x"], Login = "s3cret-written-here" },
            },
            Rights =
            [
                new GrantOptions { Commands = ["*"] }, new GrantOptions { Role = "nobodys", Commands = ["*"] }, new GrantOptions { Role = "x" },
                new GrantOptions { People = ["stranger"], Commands = ["up*"], Clusters = ["prod-*"], Components = [""] }, new GrantOptions { Role = "x", Commands = ["upgrade tablet", "/status"] },
            ],
        });

        string[] expected =
        [
            "Nightshift:Web:Url:", "Nightshift:Web:Token:", "Nightshift:Approvals:Approvers:", "Nightshift:Approvals:ValidFor:", "Nightshift:Runs:DecisionDeadline:", "Nightshift:People:a b:",
            "Nightshift:People:nightshift:", "Nightshift:People:roleless:", "Nightshift:People:open:Login:", "Nightshift:Rights:0:", "Nightshift:Rights:1:", "Nightshift:Rights:2:",
            "Nightshift:Rights:3:People: 'stranger' is not", "Nightshift:Rights:3:Commands: 'up*' is neither", "Nightshift:Rights:3:Clusters: 'prod-*' is neither", "Nightshift:Rights:3:Components: '' is neither",
            "Nightshift:Rights:4:Commands: 'upgrade tablet' is not the first word", "Nightshift:Rights:4:Commands: '/status' is not the first word",
        ];
        Assert.Equal(expected.Length, faults.Count);
        Assert.All(expected, start => Assert.Contains(faults, fault => fault.StartsWith(start, StringComparison.Ordinal)));
        Assert.DoesNotContain(faults, fault => fault.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_Nobody_IsAFault() => Assert.Contains("nobody is configured", Validate(new NightshiftOptions())[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("http://localhost:1", true)]
    [InlineData("http://[::1]:1", true)]
    [InlineData("http://0.0.0.0:1", false)]
    [InlineData("http://localhost.evil:1", false)]
    [InlineData("ftp://localhost", false)]
    [InlineData("8300", false)]
    public void Validate_Url_MustBeOnLoopback(string url, bool good) => Assert.Equal(good, Validate(Good with { Web = new WebOptions { Url = url } }).Count == 0);

    [Fact]
    public void Validate_ShortOrEmptyToken_IsAFault()
    {
        File.WriteAllText(_token, "guessable\n");
        Assert.Contains("shorter than 16", Assert.Single(Validate(WithLogins(_token))), StringComparison.Ordinal);
        File.WriteAllText(_token, "\n");
        Assert.Contains("is empty", Assert.Single(Validate(WithLogins(_token))), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_OneTokenOfTwoPeople_IsAFaultThatHidesIt()
    {
        File.WriteAllText(_token, "long-enough-to-be-a-token");

        var fault = Assert.Single(Validate(WithLogins(_token, _token)));

        Assert.Contains("the token there is that of wei too", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("long-enough", fault, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Validate(NightshiftOptions options) => OptionsValidator.Validate(options, ["prod", "test"]);

    private static NightshiftOptions WithLogins(string weis, string? annas = null) => Good with
    {
        People = new()
        {
            ["wei"] = new PersonOptions { Roles = ["operator"], Login = $"file:{weis}" },
            ["anna"] = new PersonOptions { Roles = ["oncall"], Login = annas is null ? "" : $"file:{annas}" },
        },
    };
}
