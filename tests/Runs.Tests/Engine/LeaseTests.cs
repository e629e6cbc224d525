using Nightshift.Runs.Engine;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Store;
using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

public class LeaseTests
{
    private static readonly Owner Self = new("here", "boot", "pids", 1, 1, 1);
    private static readonly Owner Other = new("there", "boot", "pids", 2, 1, 1);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);
    private readonly ManualTime _time = new();

    [Fact]
    public async Task ExpiredLease_OfALivingOwner_IsNotTaken()
    {
        await using var harness = new Harness();
        harness.Options = harness.Options with { LeaseDuration = TimeSpan.FromSeconds(1) };
        var (began, gate) = (0, new TaskCompletionSource());
        Func<IRunContext, Task> body = context => context.StepAsync(Steps.Do("work", _ =>
        {
            Interlocked.Increment(ref began);
            return gate.Task;
        }));
        var silent = new SilentStore(harness.OpenStore()) { Silent = true };
        var owner = await harness.StartAsync(new DelegateProgram((context, _) => body(context)), silent);
        var run = await SubmitAsync(owner);
        await UntilAsync(owner, run, view => view.Steps.Count == 1);
        var store = harness.OpenStore();
        while ((await store.FindAsync(run, default))!.Lease.Expires > DateTimeOffset.UtcNow) await Task.Delay(10);

        var other = await harness.StartAsync(body);

        Assert.Empty(await other.ResumeAllAsync(default));
        Assert.Equal(1, (await store.FindAsync(run, default))!.Lease.Fence);
        silent.Silent = false;
        gate.SetResult();
        await EndAsync(owner, run);
    }

    [Fact]
    public async Task Owner_ThatCannotRenew_CancelsItsStepsAndPutsNothingBackUntilItCan()
    {
        await using var harness = new Harness();
        harness.Options = harness.Options with { LeaseDuration = TimeSpan.FromMilliseconds(800) };
        var silent = new SilentStore(harness.OpenStore());
        var (attempts, startedWhileSilent) = (0, false);
        bool? mayPutBack = null;
        var cancelled = new TaskCompletionSource();
        async Task Body(IRunContext context)
        {
            try
            {
                await context.StepAsync(Steps.Do("stop", async attempt =>
                {
                    if (Interlocked.Increment(ref attempts) > 1) return;
                    silent.Silent = true;
                    try
                    {
                        await Task.Delay(Timeout.Infinite, attempt.CancellationToken);
                    }
                    finally
                    {
                        mayPutBack = attempt.MayPutBack;
                        cancelled.SetResult();
                    }
                }, () => new Probe<Nothing>.Run()));
            }
            finally
            {
                await context.WayOut("back").StepAsync(Steps.Do("start", () => startedWhileSilent |= silent.Silent));
            }
        }
        var runs = await harness.StartAsync(new DelegateProgram((context, _) => Body(context)), silent);
        var run = await SubmitAsync(runs);

        await cancelled.Task.WaitAsync(Patience);
        await Task.Delay(300);
        silent.Silent = false;

        var view = await EndAsync(runs, run);
        Assert.Equal(RunState.Succeeded, view.Summary.State);
        Assert.False(mayPutBack);
        Assert.False(startedWhileSilent);
        Assert.True(attempts >= 2);
    }

    [Fact]
    public void Sightings_LivingOwner_KeepsAnExpiredLease()
    {
        var sightings = Sightings(Liveness.Alive);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.False(sightings.IsFree(Lease(_time.GetUtcNow() - Duration)));
    }

    [Fact]
    public void Sightings_DeadOwner_LosesItAtOnce() => Assert.True(Sightings(Liveness.Dead).IsFree(Lease(_time.GetUtcNow() + Duration)));

    [Fact]
    public void Sightings_ReleasedLease_IsFreeAlsoOfALivingOwner() => Assert.True(Sightings(Liveness.Alive).IsFree(Lease(DateTimeOffset.UnixEpoch)));

    [Fact]
    public void Sightings_OwnerOfAnotherMachine_LosesItAfterStandingStillForTheWholeDuration()
    {
        var sightings = Sightings(Liveness.Unknown);
        var lease = Lease(_time.GetUtcNow() - TimeSpan.FromHours(1));

        // Expired by the wall clock only, which may have jumped.
        Assert.False(sightings.IsFree(lease));
        _time.Advance(Duration - TimeSpan.FromSeconds(1));
        var renewed = lease with { Expires = lease.Expires + TimeSpan.FromSeconds(8) };
        Assert.False(sightings.IsFree(renewed));
        _time.Advance(Duration - TimeSpan.FromSeconds(1));
        Assert.False(sightings.IsFree(renewed));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(sightings.IsFree(renewed));
    }

    [Fact]
    public void Watch_WithoutARenewal_IsUnsureBeforeTheLeaseCanExpire()
    {
        var unsure = 0;
        using var watch = new LeaseWatch(_time, Duration, _time.GetTimestamp(), () => unsure++);

        _time.Advance(Duration * 0.7);
        Assert.Equal((true, 0), (watch.IsSure, unsure));
        _time.Advance(Duration * 0.1);
        Assert.Equal((false, 1), (watch.IsSure, unsure));
        watch.Renewed(_time.GetTimestamp());
        Assert.True(watch.IsSure);
        _time.Advance(Duration * 0.7);
        watch.Renewed(_time.GetTimestamp());
        _time.Advance(Duration * 0.7);
        Assert.Equal((true, 1), (watch.IsSure, unsure));
    }

    private LeaseSightings Sightings(Liveness other) => new(new OneOther(other), _time, Duration);

    private static Lease Lease(DateTimeOffset expires) => new(new RunId(1), Other, 1, expires);

    private sealed class OneOther(Liveness other) : IOwnerLiveness
    {
        public Owner Self => LeaseTests.Self;

        public Liveness Of(Owner owner) => owner == Self ? Liveness.Alive : other;
    }
}
