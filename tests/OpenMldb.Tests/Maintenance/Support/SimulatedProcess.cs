using Nightshift.Clusters;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Tests.Maintenance.Support;

internal sealed class SimulatedProcess(SimulatedNode node) : ITabletProcess
{
    public Task<bool> IsRunning(CancellationToken cancellationToken) => Task.FromResult(node.IsRunning);

    public Task<bool> IsUnderMon(CancellationToken cancellationToken) => Task.FromResult(node.UnderMon);

    public Task Stop(StepAttempt attempt)
    {
        node.UnderMon = false;
        return node.Stop();
    }

    public async Task Start(bool mon, StepAttempt attempt)
    {
        node.UnderMon = mon;
        node.Start();
        using var http = new HttpClient();
        for (var tries = 0; tries < 100 && node.IsRunning; tries++)
        {
            try
            {
                if ((await http.GetStringAsync(new Uri($"http://{node.Endpoint}/health"), attempt.CancellationToken)).StartsWith("OK", StringComparison.Ordinal)) return;
            }
            catch (HttpRequestException)
            {
            }

            await Task.Delay(50, attempt.CancellationToken);
        }

        throw new InvalidOperationException($"tablet {node.Endpoint} did not start: {node.Fate}");
    }

    public Task Install(Release version, StepAttempt attempt)
    {
        node.Version = $"{version.Name}-onebox";
        return Task.CompletedTask;
    }

    public Task Commit(StepAttempt attempt) => Task.CompletedTask;

    public Task RollBack(StepAttempt attempt)
    {
        node.Version = "0.9.2-onebox";
        return Task.CompletedTask;
    }

    public Task PlanInstall(Release version, PlanBuilder plan) => Task.CompletedTask;

    public Task<string?> InstalledVersion(CancellationToken cancellationToken) => Task.FromResult<string?>(node.Version);
}
