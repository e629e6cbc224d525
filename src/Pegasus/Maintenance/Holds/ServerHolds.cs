using System.Globalization;
using Nightshift.Pegasus.Client;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>The holds that a run has on the leader's settings for one server, the last one taken released first.</summary>
internal sealed class ServerHolds(MaintenanceServices services, IRunContext context)
{
    private readonly List<(HoldDefinition Definition, IAsyncDisposable Taken)> _held = [];

    /// <summary>What was found as it has to be, perhaps since this very run holds it around this: nothing to put back, but a new leader has to be told.</summary>
    private HoldDefinition? _found;

    /// <summary>For steps that depend on them.</summary>
    public StandingHolds Standing => new(services, [.. _held.Select(hold => hold.Definition), .. _found is null ? Array.Empty<HoldDefinition>() : [_found]]);

    /// <summary>Whether the leader adds no replica by itself, so that asking for one by force cannot meet its own asking.</summary>
    public bool NoneAdded => _held.Any(hold => hold.Definition.Setting == MetaSetting.AddSecondaryMax);

    /// <summary>The level, which throws queued proposals away and so comes first, and the delay, unless it is long enough as it is.</summary>
    public async Task Quiet()
    {
        await Take(SettingHolds.Level(services, MetaLevel.Steady));
        var delay = SettingHolds.AssignDelay(services);
        var now = await context.StepAsync(Read(delay));
        if (long.Parse(now, CultureInfo.InvariantCulture) < long.Parse(delay.Value, CultureInfo.InvariantCulture)) await Take(delay);
        else _found = SettingHolds.AssignDelay(services, now);
    }

    /// <summary>Beyond <see cref="Quiet"/>: the leader adds no replicas.</summary>
    public async Task NoAdding()
    {
        await Take(SettingHolds.FlowControl(services));
        await Take(SettingHolds.NoAdding(services));
    }

    /// <summary>The leader may add replicas again, as far as it might before.</summary>
    public async Task AllowAdding()
    {
        await Release(MetaSetting.AddSecondaryMax);
        await Release(MetaSetting.AddSecondaryFlowControl);
    }

    /// <summary>Everything is put back to what it was.</summary>
    public async Task ReleaseAll()
    {
        _found = null;
        while (_held.Count > 0) await Release(_held[^1].Definition.Setting);
    }

    private async Task Take(HoldDefinition definition) => _held.Add((definition, await context.HoldAsync(definition)));

    private async Task Release(string setting)
    {
        var at = _held.FindIndex(hold => hold.Definition.Setting == setting);
        if (at < 0) return;
        var taken = _held[at].Taken;
        _held.RemoveAt(at);
        await taken.DisposeAsync();
    }

    private static StepDefinition<string> Read(HoldDefinition hold) => new()
    {
        Name = $"look at {hold.Setting}",
        Description = $"see whether {hold.Setting} is long enough as it is",
        Kind = StepKind.Observation,
        Execute = attempt => hold.Read(attempt.CancellationToken),
        Plan = _ => hold.Read(CancellationToken.None),
        Report = value => $"{hold.Setting} is {value}",
    };
}
