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
            if (await Process.IsRunning(attempt.CancellationToken))
            {
                await Process.SeeStartable(attempt.CancellationToken);
                await refuseUnless(attempt);
            }

            await Process.Stop(attempt);
            return Nothing.Value;
        },
        Probe = LookAgain<Nothing>,
        Plan = _ => Task.FromResult(Nothing.Value),
    };

    /// <summary>While the server still serves: what takes long of an installation.</summary>
    /// <param name="holds">Looked after meanwhile: shipping may take long.</param>
    public StepDefinition<ReadyRelease> Stage(Release version, StandingHolds? holds = null) => new()
    {
        Name = $"stage {version.Name}",
        Description = $"have {version.Name} lie ready beside {_what}",
        Execute = attempt => LookingAfter(holds, attempt, () => Process.Stage(version, attempt)),
        Probe = LookAgain<ReadyRelease>,
        Plan = _ => Task.FromResult(new ReadyRelease(version.Name, "", "", "")),
    };

    /// <param name="ready">As it was staged; null when it was not.</param>
    /// <param name="holds">Looked after meanwhile.</param>
    public StepDefinition<Nothing> Install(Release version, ReadyRelease? ready, StandingHolds? holds = null) => new()
    {
        Name = $"install {version.Name}",
        Description = $"install {version.Name} on {_what}",
        Execute = async attempt =>
        {
            return await LookingAfter(holds, attempt, async () =>
            {
                await Process.Install(version, ready, attempt);
                return Nothing.Value;
            });
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

    /// <summary>
    /// Starts the process and sees it serve. One that ends while it is starting is started once more, unless what is installed was never tried: a port of a server may
    /// be taken for a moment by somebody's outgoing connection.
    /// </summary>
    /// <param name="before">The process that was stopped; null when it may run still.</param>
    /// <param name="isUntried">A release was installed and nothing has started on it yet.</param>
    /// <param name="holds">Looked after meanwhile: loading may take long.</param>
    public async Task Start(IRunContext context, Endpoint address, StoppedServer? before, bool isUntried = false, StandingHolds? holds = null)
    {
        if (await context.StepAsync(Start("start", $"start {_what} and see it serve", address, before, mayEnd: !isUntried, holds)) is null)
            await context.StepAsync(Start("start again", $"start {_what} once more and see it serve", address, before, mayEnd: false, holds));
    }

    /// <returns>The version that serves; null when the process ended while it was starting and may be started again.</returns>
    private StepDefinition<string?> Start(string name, string description, Endpoint address, StoppedServer? before, bool mayEnd, StandingHolds? holds) => new()
    {
        Name = name,
        Description = description,
        ByHand = services.ByHand.Start(role, server),
        Deadline = services.Options.StartDeadline,
        Execute = async attempt =>
        {
            try
            {
                return await LookingAfter(holds, attempt, () => Serve(address, before, attempt));
            }
            catch (Exception e) when (mayEnd && (e is ProcessControlException or MaintenanceRefusedException))
            {
                if (await Process.IsRunning(attempt.CancellationToken)) throw;
                attempt.Note(e.Message);
                return null;
            }
        },
        Probe = LookAgain<string?>,
        Plan = _ => Task.FromResult<string?>(""),
        Report = version => version is null ? $"{_what} ended while it was starting; it is started once more" : $"{_what} serves as {version}",
    };

    private async Task<string> Serve(Endpoint address, StoppedServer? before, StepAttempt attempt)
    {
        if (!await Process.IsRunning(attempt.CancellationToken)) await Process.Start(attempt);
        var info = await new ProcessStart(services, Process, _what, address).Await(attempt, before?.Started);
        await Process.Commit(attempt);
        return info.Version;
    }

    private static Task<T> LookingAfter<T>(StandingHolds? holds, StepAttempt attempt, Func<Task<T>> work) => holds is null ? work() : holds.While(attempt, work);

    private static Task<Probe<T>> LookAgain<T>(StepAttempt attempt) => Task.FromResult<Probe<T>>(new Probe<T>.Run());
}
