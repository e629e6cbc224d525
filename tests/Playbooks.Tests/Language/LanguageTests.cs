using Nightshift.Playbooks.Tests.Fakes;
using Nightshift.Runs;

namespace Nightshift.Playbooks.Tests.Language;

public sealed class LanguageTests : IDisposable
{
    private readonly PlaybookBox _box = new(withUpgrade: false);

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task OneByOne_Replayed_TakesTheJournaledNodesAndRunsNothingTwice()
    {
        const string Text = "await OneByOne(new Nodes<FakeTablet>(\"all\"), async t => { await t.Stop(); await t.Start(); });";
        var run = new FakeRun();
        run.Abandons.Add("fake tablet 127.0.0.1:10922/start");
        await Assert.ThrowsAsync<RunAbandonedException>(() => _box.RunAsync(Text, run));
        run.Abandons.Clear();
        _box.Cluster.NodeNames.Reverse();
        _box.Cluster.NodeNames.Add("127.0.0.1:10924");

        await _box.RunAsync(Text, run);

        Assert.Equal(
            [
                "127.0.0.1:10921 stop", "127.0.0.1:10921 start", "127.0.0.1:10922 stop", "127.0.0.1:10922 start", "127.0.0.1:10923 stop", "127.0.0.1:10923 start",
            ],
            _box.Cluster.Done);
    }

    [Fact]
    public async Task OneByOne_NodeThatVanished_EndsBeforeAnythingIsDone()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _box.RunAsync("await OneByOne(new Nodes<FakeTablet>(\"127.0.0.1:1\"), async t => await t.Stop());", new FakeRun()));

        Assert.Contains("has no fake tablet '127.0.0.1:1'", error.Message, StringComparison.Ordinal);
        Assert.Empty(_box.Cluster.Done);
    }

    [Fact]
    public async Task OneByOne_AfterANode_ExpectsWhatThatNodeChangedAndNoMore()
    {
        var run = new FakeRun();

        await _box.RunAsync(
            "await OneByOne(new Nodes<FakeTablet>(\"all\"), async t => await t.Stop()); await OneByOne(new Nodes<FakeTablet>(\"127.0.0.1:10921\"), async t => await t.Start());", run);

        Assert.Equal(
            [
                "before 127.0.0.1:10921: ", "before 127.0.0.1:10922: 127.0.0.1:10921", "before 127.0.0.1:10923: 127.0.0.1:10922",
                "before 127.0.0.1:10921: 127.0.0.1:10923",
            ],
            run.Compared);
    }

    [Fact]
    public async Task Ask_Replayed_TakesTheJournaledAnswer()
    {
        var run = new FakeRun();
        run.Results["ask is the lag fine?"] = "\"no\"";

        await _box.RunAsync("await Say(await Ask(\"is the lag fine?\", \"yes\", \"no\"));", run);

        Assert.EndsWith("no", Assert.Single(run.Said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Together_Branches_HaveScopesOfTheirOwnWhateverTheOrder()
    {
        const string Text = """
            await Together(Enumerable.Range(1, 20), 5, async n =>
            {
                await Observe("first", async () => { await Check(); return n; });
                await Scope("inner", async () => await Say($"{n}"));
                await Step("second", () => Task.FromResult(n));
            });
            await Say("end");
            """;
        var run = new FakeRun();

        await _box.RunAsync(Text, run);

        Assert.Equal(40, run.Steps.Distinct().Count());
        Assert.All(Enumerable.Range(1, 20), n => Assert.Contains($"{n}/inner: {n}", run.Said));
        Assert.Equal(": end", run.Said.Last());
    }

    [Fact]
    public async Task Together_OneBranchIsAbandoned_TheOthersThatBeganFinishFirst()
    {
        const string Text = "await Together(new Nodes<FakeTablet>(\"all\"), 2, async t => { await t.Stop(); await t.Start(); });";
        var run = new FakeRun();
        run.Abandons.Add("127.0.0.1:10921/stop");

        var error = await Assert.ThrowsAsync<RunAbandonedException>(() => _box.RunAsync(Text, run));

        Assert.Equal("127.0.0.1:10921/stop", error.At.Value);
        Assert.DoesNotContain(_box.Cluster.Done, done => done.StartsWith("127.0.0.1:10921", StringComparison.Ordinal));
        Assert.Equal(_box.Cluster.Done.Count(done => done.EndsWith("stop", StringComparison.Ordinal)), _box.Cluster.Done.Count(done => done.EndsWith("start", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Together_MoreItemsThanAtOnce_StaysWithinTheBound()
    {
        var busy = 0;
        var most = 0;
        var branches = Enumerable.Range(0, 30).Select(_ => (Func<Task>)(async () =>
        {
            most = Math.Max(most, Interlocked.Increment(ref busy));
            await Task.Yield();
            Interlocked.Decrement(ref busy);
        }));

        await Branches.RunAsync([.. branches], 4);

        Assert.InRange(most, 1, 4);
    }

    [Fact]
    public async Task Together_ItemsWithOneName_AreRefused() => Assert.Contains(
        "'a' is twice",
        (await Assert.ThrowsAsync<InvalidOperationException>(() => _box.RunAsync("await Together(new[] { \"a\", \"a\" }, 2, async n => await Say(n));", new FakeRun()))).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task Together_NodeOfTheOuterScope_IsRefusedInTheBranch()
    {
        const string Text = "await OneByOne(new Nodes<FakeTablet>(\"all\"), async t => await Together(new[] { 1, 2 }, 2, async n => await t.Stop()));";

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _box.RunAsync(Text, new FakeRun()));

        Assert.Contains("'stop' belongs to the scope 'fake tablet 127.0.0.1:10921' and is called by the parallel branch 'fake tablet 127.0.0.1:10921/", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_ResultOfTheScriptsOwnType_ComesBackInTheReplay()
    {
        const string Text = """
            record Found(string Name, (int A, string B) Pair);
            var found = await Step("find", () => Task.FromResult(new Found("x", (1, "y"))));
            await Say($"{found.Name} {found.Pair.A} {found.Pair.B}");
            """;
        var run = new FakeRun();

        await _box.RunAsync(Text, run);
        await _box.RunAsync(Text, run);

        Assert.Equal([": x 1 y", ": x 1 y"], run.Said);
        Assert.Equal(["find"], run.Steps);
    }

    [Fact]
    public async Task Step_ThatBeginsAnotherByAFunction_IsRefusedWhenItRuns()
    {
        const string Text = "async Task Hidden() => await Say(\"x\");\nawait Step(\"a\", async () => await Hidden());";

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _box.RunAsync(Text, new FakeRun()));

        Assert.Contains("a step inside of a step", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_ConditionThatFailsAndThenHolds_WaitsWithItsSentence()
    {
        const string Text = """
            var asked = new List<int>();
            var last = await Gate("ready", () =>
            {
                asked.Add(1);
                if (asked.Count == 1) throw new InvalidOperationException("no answer");
                return Task.FromResult((asked.Count == 3, $"asked {asked.Count} times"));
            }, TimeSpan.FromMinutes(1));
            await Say(last);
            """;
        var run = new FakeRun { Time = new HastyTime() };

        await _box.RunAsync(Text, run);

        Assert.Equal(["cannot tell yet: no answer", "asked 2 times"], run.Waited);
        Assert.Equal([": asked 3 times"], run.Said);
    }

    [Fact]
    public async Task Hold_EndOfTheScope_PutsTheValueBack()
    {
        const string Text = """
            var value = new List<string> { "true" };
            Task Write(string next) { value.Add(next); return Task.CompletedTask; }
            await Scope("work", async () =>
            {
                await using var held = await Hold("auto_failover", "false", () => Task.FromResult(value[^1]), Write);
                await Say(value[^1]);
            });
            await Say(value[^1]);
            """;
        var run = new FakeRun();

        await _box.RunAsync(Text, run);

        Assert.Equal(["work: false", ": true"], run.Said);
    }

    [Fact]
    public async Task Plan_Playbook_ReadsAndNamesItsStepsInOrderWithoutDoingThem()
    {
        const string Text = """
            await Together(new Nodes<FakeTablet>("all"), 3, async t => { await t.Stop(); await t.Start(); });
            await Gate("ready", () => Task.FromResult((false, "never")), TimeSpan.FromHours(1));
            """;
        var run = new FakeRun();

        await _box.RunAsync(Text, run, RunMode.Plan);

        Assert.Empty(_box.Cluster.Done);
        Assert.Equal(
            [
                "127.0.0.1:10921/stop", "127.0.0.1:10921/start", "127.0.0.1:10922/stop", "127.0.0.1:10922/start", "127.0.0.1:10923/stop", "127.0.0.1:10923/start",
                "ready",
            ],
            run.Planned);
    }

    [Fact]
    public async Task Cluster_OfTheKindsOwnType_IsBoundToTheRun()
    {
        var run = new FakeRun();

        await _box.RunAsync("await Cluster<FakeDb>().Recover();", run);

        Assert.Equal(["recover"], _box.Cluster.Done);
        Assert.Equal(["recover"], run.Steps);
    }

    [Fact]
    public async Task Status_BetweenSteps_IsJournaled()
    {
        var run = new FakeRun();

        await _box.RunAsync("var status = await Status(); await Say(status.Summary);", run);

        Assert.Equal(["status"], run.Steps);
        Assert.Equal([": fine"], run.Said);
    }

    /// <summary>A second passes at once.</summary>
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(Math.Min(1, dueTime.TotalMilliseconds)), period);
    }
}
