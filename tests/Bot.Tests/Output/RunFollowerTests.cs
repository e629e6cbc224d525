using System.Runtime.CompilerServices;
using Nightshift.Bot.Output;
using Nightshift.Bot.Tests.Fakes;
using Nightshift.Chat.Replies;
using Nightshift.Runs;
using NSubstitute;

namespace Nightshift.Bot.Tests.Output;

public sealed class RunFollowerTests : IDisposable
{
    private readonly IRuns _runs = Substitute.For<IRuns>();
    private readonly Recorder _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task Follow_MissedUpdates_StillTellsEachThingOnce()
    {
        var running = SampleRuns.Run(RunState.Running, SampleRuns.Step("a", StepState.Running, "x")) with { Said = ["one"] };
        RunView[] views =
        [
            running,
            running,
            SampleRuns.Run(RunState.Running, SampleRuns.Step("a", StepState.Running, "y")) with { Said = ["one", "two", "three"] },
            SampleRuns.Run(RunState.Running, SampleRuns.Step("a", StepState.AwaitingDecision, error: "e")) with { Said = ["one", "two", "three"] },
            SampleRuns.Run(RunState.Running, SampleRuns.Step("a", StepState.Running, attempts: 2)) with { Said = ["one", "two", "three"] },
            SampleRuns.Run(RunState.Succeeded, SampleRuns.Step("a", StepState.Done, attempts: 2), SampleRuns.Step("b", StepState.Done)) with { Said = ["one", "two", "three"] },
        ];
        Answers(views);

        var ended = await Follow();

        Assert.Equal(RunState.Succeeded, ended.Summary.State);
        Assert.Equal(["said one", "a Running x", "said two", "said three", "a Running y", "a AwaitingDecision", "a Running", "a Done", "b Done", "ended Succeeded"], _output.Told);
    }

    [Fact]
    public async Task Follow_RunThatIsHeldAndGoesOn_SaysEachOnce()
    {
        Answers(Running(), Held("a guard"), Held("a guard"), Held("a guard (it holds again)"), Running(), Running(), SampleRuns.Run(RunState.Succeeded));

        await Follow();

        Assert.Equal(["Paused: a guard", "Paused: a guard (it holds again)", "Running:", "ended Succeeded"], _output.Told.Select(line => line.TrimEnd()));

        static RunView Running() => SampleRuns.Run(RunState.Running);

        static RunView Held(string why) => SampleRuns.Run(RunState.Paused) is var run ? run with { Summary = run.Summary with { Reason = why } } : run;
    }

    [Fact]
    public async Task Follow_EndedAlready_TellsAllAtOnce()
    {
        Answers(SampleRuns.Run(RunState.Failed, SampleRuns.Step("a", StepState.Done)));

        await Follow();

        Assert.Equal(["a Done", "ended Failed"], _output.Told);
    }

    [Fact]
    public async Task Follow_RunThatVanishes_IsAnError() => await Assert.ThrowsAsync<InvalidOperationException>(Follow);

    [Fact]
    public async Task Follow_Cancelled_Ends()
    {
        Answers(SampleRuns.Run(RunState.Running));
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new RunFollower(_runs, _output, TimeProvider.System).FollowAsync(SampleRuns.Id, cancellation.Token));
        Assert.Empty(_output.Told);
    }

    private Task<RunView> Follow() => new RunFollower(_runs, _output, TimeProvider.System).FollowAsync(SampleRuns.Id, default);

    /// <summary>One view after the other, then the last for ever; updates come as fast as they are asked for.</summary>
    private void Answers(params RunView[] views)
    {
        _runs.FindAsync(default, default).ReturnsForAnyArgs(views[0], [.. views.Skip(1)]);
        _runs.WatchAsync(null, default).ReturnsForAnyArgs(call => Updates(call.Arg<CancellationToken>()));
    }

    private static async IAsyncEnumerable<RunUpdate> Updates([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Yield();
            yield return new RunUpdate(SampleRuns.Id, RunState.Running, "waiting", null, null, DateTimeOffset.UnixEpoch);
        }
    }

    private sealed class Recorder : IRunOutput
    {
        public List<string> Told { get; } = [];

        public void Reply(Reply reply) => Told.Add("reply");

        public void Submitted(RunView run) => Told.Add("submitted");

        public void Changed(RunView run, IReadOnlyList<StepView> changed) => Told.AddRange(changed.Select(step => $"{step.Path} {step.State} {step.WaitsFor}".TrimEnd()));

        public void Stands(RunView run) => Told.Add($"{run.Summary.State}: {run.Summary.Reason}");

        public void Said(RunView run, string text) => Told.Add($"said {text}");

        public void Note(string sentence) => Told.Add($"note {sentence}");

        public void Ended(RunView run) => Told.Add($"ended {run.Summary.State}");

        public void Dispose() => Told.Add("disposed");
    }
}
