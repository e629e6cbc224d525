using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// The servers that have to carry the load meanwhile. That the meta server calls one alive says little: it notices a dead one only after the grace period, so each is asked
/// itself before another is taken away.
/// </summary>
internal sealed class OtherServers(MaintenanceServices services, Endpoint server)
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);

    public async Task RefuseUnlessAllAnswer(StepAttempt attempt)
    {
        var nodes = await services.Meta.ListNodes(attempt.CancellationToken);
        var others = nodes.Where(node => node.Server.Name != server).ToList();
        if (others.FirstOrDefault(node => !node.Alive) is { } dead) throw Cannot($"replica server {dead.Server} is not alive");
        var silent = (await Bounded.Select(others, services.Options.Parallelism, (node, token) => Silence(node.Server, attempt.Time, token), attempt.CancellationToken)).OfType<string>().ToList();
        if (silent.Count > 0) throw Cannot(string.Join("; ", silent));
    }

    private MaintenanceRefusedException Cannot(string reason) => new($"{reason}, so {server} cannot be spared; bring it back, see /check pegasus, then try again");

    private async Task<string?> Silence(Server other, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Answer, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await services.Client.At(Endpoint.Parse(other.Address.ToString())).Info(bounded.Token);
            return null;
        }
        catch (PegasusException e)
        {
            return $"replica server {other} does not answer ({e.Message.TrimEnd('.')})";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"replica server {other} does not answer within {Answer.TotalSeconds:F0} s";
        }
    }
}
