using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <param name="Back">Replicas that came back.</param>
/// <param name="Left">Those that are left to the meta server's rounds.</param>
/// <param name="Asks">How often was asked; more than came back where the server did not listen yet.</param>
internal sealed record TakenIn(int Back, int Left, int Asks, TimeSpan Took);

/// <summary>Brings the replicas of one server back that a survey recorded, as fast as they learn.</summary>
internal sealed class TakeIns(MaintenanceServices services, StandingHolds holds, StepAttempt attempt)
{
    public async Task<TakenIn> Run(Endpoint name, IReadOnlyList<TablePartition> partitions)
    {
        var began = attempt.Time.GetTimestamp();
        if (partitions.Count == 0) return new TakenIn(0, 0, 0, TimeSpan.Zero);
        var server = (await services.Meta.ListNodes(attempt.CancellationToken)).FirstOrDefault(node => node.Server.Name == name)?.Server
            ?? throw new MaintenanceRefusedException($"the meta server does not know {name}");
        var window = new LearnWindow(services.Options.LearnersInFlight);
        var lastBack = TimeSpan.Zero;
        ReconfigurationLoop loop = null!;
        var view = new LearnerView(services.Client.Replica(server), () => loop.Now);
        var items = new List<TakeInHand>();
        loop = new ReconfigurationLoop(services, holds, attempt)
        {
            BeforeLook = cancellationToken => loop.Now - view.AskedAt < services.Options.Look * 8 ? Task.CompletedTask : view.Read(cancellationToken),
            Window = () => window.Size,
            PassesIdleOnes = false,
            IsEnough = () => loop.Now - lastBack > (items.Any(item => item.IsBack) ? services.Options.LeaveToMeta : services.Options.FirstBack),
        };
        items.AddRange(partitions.Select(partition => new TakeInHand(partition, server, view, new Proposals(services.Meta, services.Time), services.Options)
        {
            BeganToLearn = window.Learns,
            CameBack = took =>
            {
                window.CameBack(took);
                lastBack = loop.Now;
            },
        }));
        await loop.Run(items, attempt.CancellationToken);
        var back = items.Count(item => item.IsBack);
        return new TakenIn(back, items.Count - back, items.Sum(item => item.Asks), attempt.Time.GetElapsedTime(began));
    }
}
