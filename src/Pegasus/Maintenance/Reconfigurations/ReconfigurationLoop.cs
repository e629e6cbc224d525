using Nightshift.Pegasus.Client;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// Brings many reconfigurations to their end side by side: reads the newest records of those in hand, lets each decide, asks, reads again. Loses nothing when the meta
/// servers have no leader for a while.
/// </summary>
internal sealed class ReconfigurationLoop(MaintenanceServices services, StandingHolds holds, StepAttempt attempt)
{
    private readonly PartitionReader _reader = new(services.Meta);
    private readonly long _began = attempt.Time.GetTimestamp();
    private readonly List<Reconfiguration> _inHand = [];
    private readonly Dictionary<Reconfiguration, TimeSpan> _since = [];

    public TimeSpan Now => attempt.Time.GetElapsedTime(_began);

    /// <summary>Called before each look at records, as for what servers tell of themselves.</summary>
    public Func<CancellationToken, Task> BeforeLook { get; init; } = _ => Task.CompletedTask;

    /// <summary>How many may be under way at the same time.</summary>
    public Func<int> Window { get; init; } = () => services.Options.ReconfigurationsInFlight;

    /// <summary>Whether one that shows no effect for a while is in nobody's way, and counts no more: the leader does not work at it.</summary>
    public bool PassesIdleOnes { get; init; } = true;

    /// <summary>Asked after each round; ends the loop early.</summary>
    public Func<bool> IsEnough { get; init; } = () => false;

    /// <returns>Those that gave up their place, each with the reason.</returns>
    public async Task<IReadOnlyDictionary<Reconfiguration, string>> Run(IEnumerable<Reconfiguration> all, CancellationToken cancellationToken)
    {
        var waiting = new Queue<Reconfiguration>(all);
        var later = new Dictionary<Reconfiguration, string>();
        try
        {
            while ((waiting.Count > 0 || _inHand.Count > 0) && !IsEnough())
            {
                while (waiting.Count > 0 && HasRoom()) Take(waiting.Dequeue());
                await Round(later, waiting.Count, cancellationToken);
            }
        }
        catch (Exception) when (_inHand.Count > 0 && attempt.MayPutBack)
        {
            await Settle();
            throw;
        }

        return later;
    }

    private bool HasRoom() => PassesIdleOnes
        ? _inHand.Count < services.Options.MostInHand && _inHand.Count(item => item.IsUnderWay || Now - _since[item] < services.Options.Unanswered) < Window()
        : _inHand.Count < Window();

    private void Take(Reconfiguration reconfiguration)
    {
        _since[reconfiguration] = Now;
        _inHand.Add(reconfiguration);
    }

    private async Task Round(Dictionary<Reconfiguration, string> later, int waiting, CancellationToken cancellationToken)
    {
        try
        {
            await holds.See(attempt, cancellationToken);
            if (holds.UntilFollowed is { Ticks: > 0 } left)
            {
                attempt.Waiting("waits until every replica server follows the new leader of the meta servers");
                await Task.Delay(left, attempt.Time, cancellationToken);
            }

            await BeforeLook(cancellationToken);
            var configs = await _reader.Read(_inHand.Select(item => item.Partition), cancellationToken);

            // The calls themselves wait for a leader; what was seen of the one before is nothing to act on.
            if (holds.IsStale) attempt.Waiting("waits for the meta server to answer sooner: nothing is asked for by what it told seconds ago");
            else if (await Judge(configs, later, waiting, cancellationToken)) return;
        }
        catch (Exception e) when (Transient.Is(e))
        {
            holds.Doubt();
            attempt.Waiting($"waits for servers to answer: {e.Message}");
        }

        await Task.Delay(services.Options.Look, attempt.Time, cancellationToken);
    }

    /// <returns>Whether anything ended, so that a place is free.</returns>
    private async Task<bool> Judge(
        IReadOnlyDictionary<Gpid, PartitionConfig> configs, Dictionary<Reconfiguration, string> later, int waiting, CancellationToken cancellationToken)
    {
        var ended = false;
        string? waits = null;
        var asking = new List<Task>();
        foreach (var item in _inHand.ToList())
        {
            switch (item.Judge(configs.GetValueOrDefault(item.Partition.Id), Now))
            {
                case Next.Over:
                    ended |= _inHand.Remove(item);
                    break;
                case Next.Later giving:
                    ended |= _inHand.Remove(item);
                    later[item] = giving.Why;
                    break;
                case Next.Ask ask:
                    asking.Add(ask.Do(cancellationToken));
                    break;
                case Next.Wait wait:
                    if (item == _inHand[0]) waits = $"{item.Partition}: {wait.Sentence}";
                    break;
            }
        }

        // The one that was begun first speaks for all.
        if (waits is not null) attempt.Waiting(_inHand.Count + waiting > 1 ? $"{waits} ({_inHand.Count + waiting} partitions left)" : waits);
        await Task.WhenAll(asking);
        return ended;
    }

    /// <summary>What was cut short is not left half done: no partition that was in hand stays without a primary for want of watching.</summary>
    private async Task Settle()
    {
        using var bounded = new CancellationTokenSource(services.Options.SettleDeadline, attempt.Time);
        try
        {
            while (true)
            {
                var configs = await _reader.Read(_inHand.Select(item => item.Partition), bounded.Token);
                var headless = _inHand.Where(item => configs.GetValueOrDefault(item.Partition.Id) is { Primary: null }).ToList();
                if (headless.Count == 0) return;
                foreach (var item in headless)
                {
                    if (item.Judge(configs[item.Partition.Id], Now) is Next.Ask ask) await ask.Do(bounded.Token);
                }

                await Task.Delay(services.Options.Look, attempt.Time, bounded.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException || Transient.Is(e))
        {
            attempt.Note($"could not see every partition that was in hand with a primary again: {e.Message}; the meta server elects one in its next round");
        }
    }
}
