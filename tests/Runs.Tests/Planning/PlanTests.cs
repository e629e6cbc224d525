using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Planning;

public class PlanTests
{
    [Fact]
    public async Task Plan_ExecutesObservationsAndDescribesTheRest()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(async context =>
        {
            var leaders = await context.StepAsync(Steps.Observe("leaders", () => 12));
            await using var hold = await context.HoldAsync(Steps.Hold("auto_failover", "false", () => "true", _ => Assert.Fail("a hold was taken")));
            await context.Scope("node").StepAsync(new StepDefinition<int>
            {
                Name = "drain",
                Description = "drain it",
                Execute = _ => throw new InvalidOperationException("an effect was carried out"),
                Plan = plan =>
                {
                    plan.Describe($"move {leaders} leaders away");
                    plan.Detail("demo.orders: 12");
                    plan.Impact(new PlanImpact("demo.orders", LeadersMoved: leaders, Bytes: 10));
                    plan.Impact(new PlanImpact("demo.orders", LeadersMoved: 1, ReplicasAway: 1));
                    plan.Digest("openmldb 0.9.3", "abc");
                    return Task.FromResult(leaders);
                },
            });
            await context.StepAsync(Steps.Do("stop", () => Assert.Fail("an effect was carried out")));
        });

        var plan = await runs.PlanAsync(Request(), default);

        Assert.Equal(
            ["node/drain: move 12 leaders away", "stop: stop it", "hold auto_failover/set: set auto_failover: true → false", "release auto_failover/put back: put back auto_failover: false → true"],
            plan.Steps.OrderBy(step => step.Path.StartsWith("hold", StringComparison.Ordinal) || step.Path.StartsWith("release", StringComparison.Ordinal))
                .Select(step => $"{step.Path}: {step.Description}"));
        Assert.Equal(new PlanImpact("demo.orders", LeadersMoved: 13, ReplicasAway: 1, Bytes: 10), Assert.Single(plan.Impacts));
        Assert.Equal(new PlannedHold("auto_failover", "true", "false"), Assert.Single(plan.Holds));
        Assert.Equal("abc", plan.Digests["openmldb 0.9.3"]);
        Assert.Equal(RiskTier.Low, plan.Tier);
        Assert.Null(plan.Expected);
        Assert.Empty(await runs.ListAsync(10, default));
    }

    [Fact]
    public async Task Hash_IsTheSameForTheSamePlanAndDiffersWithItsParts()
    {
        await using var harness = new Harness();
        var (members, bytes, digest, description) = ("3", 1L, "abc", "stop it");
        var runs = await harness.StartAsync(new DelegateProgram(
            (context, stopping) => context.StepAsync(
                new StepDefinition<Nothing>
                {
                    Name = "stop",
                    Description = description,
                    Execute = _ => Task.FromResult(Nothing.Value),
                    Plan = plan =>
                    {
                        plan.Digest("release", digest);
                        plan.Impact(new PlanImpact("demo.orders", Bytes: bytes));
                        return Task.FromResult(Nothing.Value);
                    },
                },
                stopping),
            () => new Fingerprint(new Dictionary<string, string> { ["members"] = members })));
        async Task<string> HashAsync(RunRequest? request = null) => (await runs.PlanAsync(request ?? Request(), default)).Hash;

        var hash = await HashAsync();
        bytes = 2;
        Assert.Equal(hash, await HashAsync());
        Assert.Matches("^[0-9a-f]{64}$", hash);
        Assert.NotEqual(hash, await HashAsync(Request() with { Options = """{"all":true}""" }));
        Assert.NotEqual(hash, await HashAsync(Request() with { Sources = [new SourceFile("restart.csx", "await Drop();")] }));
        Assert.NotEqual(hash, await HashAsync(Request("other")));
        var others = new List<string>();
        (members, digest, description) = ("2", "abc", "stop it");
        others.Add(await HashAsync());
        (members, digest, description) = ("3", "abd", "stop it");
        others.Add(await HashAsync());
        (members, digest, description) = ("3", "abc", "stop it now");
        others.Add(await HashAsync());
        Assert.Equal(4, others.Append(hash).Distinct().Count());
    }

    [Theory]
    [InlineData(0, null, RiskTier.Low)]
    [InlineData(2, null, RiskTier.Elevated)]
    [InlineData(0, RiskTier.Elevated, RiskTier.Elevated)]
    [InlineData(2, RiskTier.High, RiskTier.High)]
    public async Task Tier_IsTheHighestOfRisksAndImpact(int partitionsAway, RiskTier? risk, RiskTier tier)
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(context => context.StepAsync(new StepDefinition<Nothing>
        {
            Name = "stop",
            Description = "stop",
            Execute = _ => Task.FromResult(Nothing.Value),
            Plan = plan =>
            {
                plan.Impact(new PlanImpact("demo.orders", PartitionsAway: partitionsAway));
                if (risk is { } named) plan.Risk(named, "writes could be lost");
                return Task.FromResult(Nothing.Value);
            },
        }));

        Assert.Equal(tier, (await runs.PlanAsync(Request(), default)).Tier);
    }

    [Fact]
    public async Task Expected_ComesFromEarlierRunsOfTheSameStepNames()
    {
        await using var harness = new Harness();
        var time = new ManualTime();
        var runs = await harness.StartAsync(
            async context =>
            {
                await context.Scope($"node {context.Run}").StepAsync(Steps.Do("stop", () => time.Advance(TimeSpan.FromSeconds(5))));
                await context.StepAsync(Steps.Do("start", () => time.Advance(TimeSpan.FromSeconds(15))));
            },
            time);

        await RunAsync(runs);

        Assert.Equal(TimeSpan.FromSeconds(20), (await runs.PlanAsync(Request(), default)).Expected);
    }

    [Fact]
    public async Task Observation_PastItsDeadline_FailsThePlanWithWhatItWaitedFor()
    {
        await using var harness = new Harness();
        var time = new ManualTime();
        var runs = await harness.StartAsync(
            context => context.StepAsync(new StepDefinition<int>
            {
                Name = "look",
                Description = "look at the nameserver",
                Kind = StepKind.Observation,
                Deadline = TimeSpan.FromSeconds(30),
                Execute = async attempt =>
                {
                    attempt.Waiting("waits for 127.0.0.1:7527 to answer");
                    time.Advance(TimeSpan.FromSeconds(31));
                    await Task.Delay(Timeout.Infinite, attempt.CancellationToken);
                    return 1;
                },
            }),
            time);

        var late = await Assert.ThrowsAsync<TimeoutException>(() => runs.PlanAsync(Request(), default));

        Assert.Equal("look at the nameserver: gave up after 30 s; was waiting for: 127.0.0.1:7527 to answer (for 31 s)", late.Message);
    }
}
