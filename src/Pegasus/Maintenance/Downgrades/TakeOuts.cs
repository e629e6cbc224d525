using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>What one step took out, and which partitions lead on the server again and have to be moved once more.</summary>
internal sealed record TakenOut(int Secondaries, int LedAgain, TimeSpan Took);

/// <summary>Takes every secondary that can be spared out of service on one server, and sees each out of the record.</summary>
internal sealed class TakeOuts(MaintenanceServices services, StandingHolds holds, StepAttempt attempt)
{
    private readonly Proposals _proposals = new(services.Meta, services.Time);

    /// <param name="thin">Partitions that cannot spare the server, and stay.</param>
    /// <exception cref="MaintenanceRefusedException">Some did not leave; each is named with the reason.</exception>
    public async Task<TakenOut> Run(Endpoint server, IReadOnlySet<Gpid> thin)
    {
        var began = attempt.Time.GetTimestamp();
        var taken = 0;
        IReadOnlyDictionary<TablePartition, string> left = new Dictionary<TablePartition, string>();
        for (var pass = 1; ; pass++)
        {
            await holds.See(attempt, attempt.CancellationToken);
            var snapshot = await services.Look(Surveyor.Scope, attempt);
            var alive = snapshot.Nodes.Where(node => node.Alive).Select(node => node.Server.Name).ToHashSet();
            var here = Surveyor.Survey(snapshot, server).Partitions.Where(partition => !thin.Contains(partition.Partition.Id)).ToList();
            var led = here.Count(partition => partition.Led);
            var items = here.Where(partition => !partition.Led)
                .Select(partition => new TakeOutInHand(partition.Partition, server, partition.Needed, alive.Contains, _proposals, services.Options))
                .ToList();
            if (items.Count == 0) return new TakenOut(taken, led, attempt.Time.GetElapsedTime(began));
            if (pass > services.Options.MoveTries) break;
            var later = await new ReconfigurationLoop(services, holds, attempt).Run(items, attempt.CancellationToken);
            taken += items.Count(item => item.IsOut);
            left = later.ToDictionary(item => item.Key.Partition, item => item.Value);
            if (items.Any(item => item.Refused)) await Clear();
            else if (items.TrueForAll(item => item.Ignored) || (items.Where(item => !item.IsOut).Any(item => later.ContainsKey(item)) && led == 0 && pass > 1)) break;
        }

        throw new MaintenanceRefusedException($"{server} is still a secondary of {MoveSentences.Left(left, $"{server}")}");
    }

    private async Task Clear()
    {
        attempt.Note("something stays pending on partitions; the level is set to steady again, which clears it");
        await services.Meta.SetLevel(MetaLevel.Steady, attempt.CancellationToken);
        await Task.Delay(services.Options.SlowLook, attempt.Time, attempt.CancellationToken);
    }
}
