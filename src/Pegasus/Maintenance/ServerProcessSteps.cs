using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Processes;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>The steps that every process of a cluster goes through, whatever its role.</summary>
internal sealed class ServerProcessSteps(MaintenanceServices services, string role, Endpoint server)
{
    private readonly string _what = $"{ServerRoles.ForPeople(role)} {server}";

    public Endpoint Server => server;

    private IServerProcess Process => services.Process(role, server);

    public StepDefinition<StoppedServer> Look(Endpoint address) => new()
    {
        Name = "look at process",
        Description = $"see which process {_what} is, to tell it from the next",
        Kind = StepKind.Observation,
        Execute = async attempt =>
        {
            try
            {
                return new StoppedServer((await services.Client.At(address).Info(attempt.CancellationToken)).Started);
            }
            catch (PegasusException e)
            {
                attempt.Note($"{_what} does not tell when it was started: {e.Message}");
                return new StoppedServer(null);
            }
        },
        Plan = _ => Task.FromResult(new StoppedServer(null)),
        Report = process => process.Started is { } started ? $"{_what} runs since {started}" : null,
    };

    /// <param name="refuseUnless">Throws while it may not be stopped; asked once more directly before, unless it is down already.</param>
    public StepDefinition<Nothing> Stop(Func<StepAttempt, Task> refuseUnless) => new()
    {
        Name = "stop process",
        Description = $"stop {_what}",
        Deadline = services.Options.StopDeadline,
        Execute = async attempt =>
        {
            if (await Process.IsRunning(attempt.CancellationToken)) await refuseUnless(attempt);
            await Process.Stop(attempt);
            return Nothing.Value;
        },
        Probe = LookAgain<Nothing>,
        Plan = _ => Task.FromResult(Nothing.Value),
    };

    public StepDefinition<Nothing> Install(Release version) => new()
    {
        Name = $"install {version.Name}",
        Description = $"install {version.Name} on {_what}",
        Execute = async attempt =>
        {
            if (await Process.IsRunning(attempt.CancellationToken)) throw new MaintenanceRefusedException($"{_what} is running; stop it first");
            await Process.Install(version, attempt);
            return Nothing.Value;
        },
        Probe = LookAgain<Nothing>,
        Plan = async plan =>
        {
            await Process.PlanInstall(version, plan);
            return Nothing.Value;
        },
    };

    public StepDefinition<Nothing> RollBack(Release version) => new()
    {
        Name = "roll back",
        Description = $"put back what was installed on {_what} before {version.Name}",
        Execute = async attempt =>
        {
            await Process.Stop(attempt);
            await Process.RollBack(attempt);
            return Nothing.Value;
        },
        Probe = LookAgain<Nothing>,
        Plan = _ => Task.FromResult(Nothing.Value),
    };

    /// <param name="before">The process that was stopped; null when it may run still.</param>
    public StepDefinition<string> Start(Endpoint address, StoppedServer? before) => new()
    {
        Name = "start",
        Description = $"start {_what} and see it serve",
        ByHand = role == Roles.Replica ? services.ByHand.StartAndHeal(role, server) : services.ByHand.Start(role, server),
        Deadline = services.Options.StartDeadline,
        Execute = async attempt =>
        {
            if (!await Process.IsRunning(attempt.CancellationToken))
            {
                await Process.Start(attempt);
                services.Restarts.Started(server);
            }

            var info = await new ProcessStart(services, Process, _what, address).Await(attempt, before?.Started);
            await Process.Commit(attempt);
            return info.Version;
        },
        Probe = LookAgain<string>,
        Plan = _ => Task.FromResult(""),
        Report = version => $"{_what} serves as {version}",
    };

    private static Task<Probe<T>> LookAgain<T>(StepAttempt attempt) => Task.FromResult<Probe<T>>(new Probe<T>.Run());
}
