using Nightshift.Pegasus.Client;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Canary;

/// <summary>The canary of a run, from its first write to its report; ends with its scope.</summary>
public sealed class RunningCanary : IAsyncDisposable
{
    internal const string BeginStep = "begin canary";
    internal const string ReportStep = "canary report";

    /// <summary>The budget of a canary that counts alone: only a lost write violates its guard.</summary>
    internal static readonly TimeSpan OnlyCount = TimeSpan.MaxValue;

    private static readonly TimeSpan TableDeadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ReportDeadline = TimeSpan.FromMinutes(2);

    private readonly IRunContext _context;
    private readonly Canaries _canaries;
    private readonly CanaryBegun _begun;
    private bool _ended;

    private RunningCanary(IRunContext context, Canaries canaries, CanaryBegun begun) => (_context, _canaries, _begun) = (context, canaries, begun);

    /// <summary>What was seen; null until the canary has ended.</summary>
    public CanaryReport? Report { get; private set; }

    /// <summary>Makes the canary's table when it is missing and begins to write. What stands in its way is told, and the run goes on without it.</summary>
    /// <param name="budget">The longest time without an acknowledged write to one partition; null: as configured.</param>
    internal static async Task<RunningCanary> Begin(IRunContext context, Canaries canaries, TimeSpan? budget)
    {
        var table = canaries.Settings.Enabled ? await context.StepAsync(TableStep(canaries)) : new CanaryTableReady("it is switched off in the configuration");
        var begun = await context.StepAsync(Begins(canaries, table.Problem, budget ?? canaries.Settings.Budget));
        return new RunningCanary(context, canaries, begun);
    }

    /// <summary>Ends it, reads everything back and journals the report.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ended) return;
        _ended = true;
        Report = await _context.WayOut("end canary").StepAsync(Reports());

        // A run that was given up ends badly anyway; there is nothing left to ask.
        if (!Report.IsClean && !_context.Abandoned) await _context.StepAsync(Refuse(Report));
    }

    private static StepDefinition<CanaryTableReady> TableStep(Canaries canaries) => new()
    {
        Name = "canary table",
        Description = $"see that table {canaries.Settings.Table} serves the canary",
        Deadline = TableDeadline,
        Execute = async attempt => new CanaryTableReady(await canaries.Table.EnsureAsync(attempt.Waiting, attempt.Note, attempt.CancellationToken)),
        Probe = _ => Task.FromResult<Probe<CanaryTableReady>>(new Probe<CanaryTableReady>.Run()),
        Plan = async plan =>
        {
            var look = await canaries.Table.LookAsync(CancellationToken.None);
            if (look.Problem is null && !look.Exists) plan.Detail($"makes table {canaries.Settings.Table} with {look.Partitions} partitions x {canaries.Settings.Replicas}");
            return new CanaryTableReady(look.Problem);
        },
        MaySkip = true,
        SkippedResult = new CanaryTableReady("its table was skipped"),
    };

    private static StepDefinition<CanaryBegun> Begins(Canaries canaries, string? problem, TimeSpan budget) => new()
    {
        Name = BeginStep,
        Description = "begin to write and read as clients do",
        Kind = StepKind.Observation,
        Execute = async attempt =>
        {
            if (problem is not null) return new CanaryBegun(attempt.EffectId, budget, problem);
            try
            {
                await canaries.Of(attempt.EffectId, null, attempt.CancellationToken);
                return new CanaryBegun(attempt.EffectId, budget, null);
            }
            catch (Exception fault) when (fault is PegasusException or CanaryException)
            {
                return new CanaryBegun(attempt.EffectId, budget, fault.Message);
            }
        },
        Plan = plan =>
        {
            var settings = canaries.Settings;
            plan.Detail(problem is null && budget == OnlyCount
                ? $"{settings.Rate:0.##} writes a second to each partition of {settings.Table} are counted; the run holds when one is lost"
                : problem is null
                ? $"{settings.Rate:0.##} writes a second to each partition of {settings.Table}; the run holds when one goes without for {CanaryText.Span(budget)}, when {settings.RefusedBudget:P0} of a minute's writes fail, or when one is lost"
                : $"no canary works: {problem}");
            return Task.FromResult(new CanaryBegun("", budget, problem));
        },
        Report = begun => begun.Problem is null ? $"the canary writes to {canaries.Settings.Table}" : $"no canary works: {begun.Problem}",
    };

    private StepDefinition<CanaryReport> Reports() => new()
    {
        Name = ReportStep,
        Description = "end the canary and read back what it wrote",
        Kind = StepKind.Observation,
        Deadline = ReportDeadline,
        Execute = async attempt => _begun.Problem is { } problem
            ? CanaryReport.Nothing(_canaries.Settings.Table, problem, attempt.Time.GetUtcNow())
            : await _canaries.End(_begun.Key, attempt.CancellationToken),
        Plan = _ => Task.FromResult(CanaryReport.Nothing(_canaries.Settings.Table, "this is a plan", default)),
        Report = report => report.ToString(),
    };

    private static StepDefinition<Nothing> Refuse(CanaryReport report) => new()
    {
        Name = "no acknowledged write lost",
        Description = "see that no acknowledged write is lost",
        Kind = StepKind.Gate,
        Execute = _ => throw new CanaryException($"{report}; look at it before anything else is changed"),
        Plan = _ => Task.FromResult(Nothing.Value),
        MaySkip = true,
    };
}

/// <summary>What a run has journaled of its canary.</summary>
/// <param name="Key">Names it among those of one process.</param>
/// <param name="Problem">Why none works; null when one does.</param>
internal sealed record CanaryBegun(string Key, TimeSpan Budget, string? Problem);

/// <param name="Problem">Why the table cannot be written to; null when it can.</param>
internal sealed record CanaryTableReady(string? Problem);
