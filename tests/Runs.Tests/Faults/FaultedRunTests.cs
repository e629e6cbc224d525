using System.Collections.Concurrent;
using Nightshift.Runs.Faults;
using Nightshift.Runs.Store;
using Nightshift.Runs.Tests.Support;

namespace Nightshift.Runs.Tests.Faults;

public sealed class FaultedRunTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("faults-").FullName;
    private readonly ConcurrentDictionary<string, int> _effects = [];
    private string _setting = "true";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<FaultKind> Kinds() => [.. FaultKinds.All];

    [Fact]
    public async Task Run_WithoutFaults_ListsItsSteps()
    {
        var plan = FaultPlan.Of();

        var end = await RunAsync(plan, FaultAnswers.Retry);

        Assert.Equal(RunState.Succeeded, end.Run.Summary.State);
        Assert.Equal(end.Run.Steps.Select(step => step.Path.Value).Order(), plan.Met.Select(path => path.Value).Order());
        Assert.Equal(["look", "hold auto_failover/read", "hold auto_failover/set", "first", "first (2)", "release auto_failover/put back"], plan.Met.Select(path => path.Value));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Run_FaultAtEveryStepInTurn_SucceedsWithEverythingPutBack(FaultKind kind)
    {
        var list = FaultPlan.Of();
        await RunAsync(list, FaultAnswers.Retry);
        foreach (var path in list.Met)
        {
            _effects.Clear();
            var end = await RunAsync(FaultPlan.Of(PlannedFault.At(path, kind)), FaultAnswers.Retry);

            Assert.True(end.Run.Summary.State == RunState.Succeeded, $"{kind.Word()} at {path}: {end.Run.Summary}");
            Assert.Equal([kind], end.Struck.Select(struck => struck.Kind));
            Assert.Equal(kind is FaultKind.CrashBefore or FaultKind.CrashAfter ? 1 : 0, end.Deaths);
            Assert.Equal("true", _setting);
            Assert.Empty(end.Run.Holds);
            if (kind is FaultKind.ReplyLost) continue;

            // A lost reply is answered by another attempt, which this effect does not look before; everything else does it once.
            Assert.Equal((1, 1), (_effects["first"], _effects["second"]));
        }
    }

    [Fact]
    public async Task Run_SeveralFaultsByOrdinal_StrikeEachOnce()
    {
        var end = await RunAsync(FaultPlan.Of(PlannedFault.At(1, FaultKind.CrashAfter), PlannedFault.At(4, FaultKind.CrashBefore), PlannedFault.At(4, FaultKind.Hangs)), FaultAnswers.Retry);

        Assert.Equal(RunState.Succeeded, end.Run.Summary.State);
        Assert.Equal([FaultKind.CrashAfter, FaultKind.CrashBefore, FaultKind.Hangs], end.Struck.Select(struck => struck.Kind));
        Assert.Equal(2, end.Deaths);
    }

    [Theory]
    [InlineData(FaultKind.Fails)]
    [InlineData(FaultKind.ReplyLost)]
    public async Task Run_FailureAnsweredWithAbort_FailsOrStopsWithEverythingPutBack(FaultKind kind)
    {
        var end = await RunAsync(FaultPlan.Of(PlannedFault.At(4, kind)), FaultAnswers.Abort);

        Assert.Equal(RunState.Stopped, end.Run.Summary.State);
        Assert.Equal("true", _setting);
    }

    [Fact]
    public async Task Run_HangingStepAbortedAtOnce_StopsWithEverythingPutBack()
    {
        var end = await RunAsync(FaultPlan.Of(PlannedFault.At(4, FaultKind.Hangs)), FaultAnswers.AbortAtOnce, new FaultTimes { Hang = TimeSpan.FromMinutes(1) });

        Assert.Equal(RunState.Stopped, end.Run.Summary.State);
        Assert.Equal("true", _setting);
    }

    [Fact]
    public async Task Run_ThatDoesNotEnd_SaysWhatItWaitsFor()
    {
        var fault = await Assert.ThrowsAsync<TimeoutException>(() => new FaultedRun(Database, Program(), Options, new FaultTimes { Hang = TimeSpan.FromMinutes(5) }, TimeProvider.System)
            .RunAsync(Harness.Request(), FaultPlan.Of(PlannedFault.At(4, FaultKind.Hangs)), FaultAnswers.Retry, TimeSpan.FromSeconds(2), default));

        Assert.Contains("'first' Running: waits for nothing: a fault makes it hang", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_ThatDiedBesideWorkingBranches_HasThemStopAndPutNothingBack()
    {
        var putBack = new ConcurrentBag<int>();
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var program = new DelegateProgram((context, stop) => Task.WhenAll(
            context.Scope("a").StepAsync(Steps.Do("slow", async attempt => await SlowAsync(attempt, began, putBack), () => new Probe<Nothing>.Run()), stop),
            context.Scope("b").StepAsync(Steps.Do("quick", async _ => await began.Task.WaitAsync(Patience), () => new Probe<Nothing>.Run()), stop)));

        var end = await new FaultedRun(Database, program, Options, new FaultTimes(), TimeProvider.System)
            .RunAsync(Harness.Request(), FaultPlan.Of(PlannedFault.At(StepPath.Root.Child("b").Child("quick"), FaultKind.CrashAfter)), FaultAnswers.Retry, Patience, default);

        Assert.Equal((RunState.Succeeded, 1), (end.Run.Summary.State, end.Deaths));
        Assert.Empty(putBack);
    }

    [Theory]
    [InlineData(typeof(FaultyContext), typeof(IRunContext))]
    [InlineData(typeof(FaultyProgram), typeof(IRunProgram))]
    [InlineData(typeof(FaultyStore), typeof(IRunStore))]
    public void Decorator_OfEveryMember_PassesItOn(Type decorator, Type contract) =>
        Assert.All(contract.GetInterfaces().Append(contract).SelectMany(part => decorator.GetInterfaceMap(part).TargetMethods), member => Assert.Equal(decorator, member.DeclaringType));

    [Fact]
    public void Words_OfTheKinds_ReadBack() => Assert.All(FaultKinds.All, kind => Assert.Equal(kind, FaultKinds.Find(kind.Word())));

    private string Database => Path.Combine(_folder, "runs.db");

    private static RunOptions Options => new()
    {
        WayOutPauses = [TimeSpan.FromMilliseconds(50)],
        StoreRetry = TimeSpan.FromMilliseconds(50),
        PollInterval = TimeSpan.FromMilliseconds(100),
        CancellationGrace = TimeSpan.FromSeconds(2),
    };

    private Task<FaultedRunEnd> RunAsync(FaultPlan plan, FaultAnswers answers, FaultTimes? times = null) =>
        new FaultedRun(Database, Program(), Options, times ?? new FaultTimes { Hang = TimeSpan.FromMilliseconds(100), FullDisk = TimeSpan.FromMilliseconds(200) }, TimeProvider.System)
            .RunAsync(Harness.Request(), plan, answers, Patience, default);

    private DelegateProgram Program() => new(async (context, stop) =>
    {
        await context.StepAsync(Steps.Observe("look", () => 1), stop);
        await using (await context.HoldAsync(Steps.Hold("auto_failover", "false", () => _setting, to => _setting = to), stop))
        {
            await context.StepAsync(Effect("first"), stop);
            await context.StepAsync(Effect("second", named: "first"), stop);
        }
    });

    private StepDefinition<Nothing> Effect(string effect, string? named = null) => Steps.Do(
        named ?? effect,
        _ => Task.FromResult(_effects.AddOrUpdate(effect, 1, (_, times) => times + 1)),
        () => _effects.ContainsKey(effect) ? new Probe<Nothing>.Done(Nothing.Value) : new Probe<Nothing>.Run());

    private static async Task SlowAsync(StepAttempt attempt, TaskCompletionSource began, ConcurrentBag<int> putBack)
    {
        if (attempt.Number > 1) return;
        began.TrySetResult();
        try
        {
            await Task.Delay(Patience, attempt.CancellationToken);
        }
        catch (OperationCanceledException) when (attempt.MayPutBack)
        {
            putBack.Add(attempt.Number);
        }
    }
}
