using System.Text.Json;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Guards;

/// <summary>
/// No op of the nameserver has failed since the run began. Ops that there were before do not count; the journal tells in a later process which those are. A cancelled op
/// has not failed: the run cancels what hangs, and tries again.
/// </summary>
internal sealed class FailedOps : IGuard
{
    /// <summary>The step whose result tells the newest op of before.</summary>
    private const string Survey = "survey";

    private ulong? _last;
    private bool _journaled;

    public string Name => "no op failed since the run began";

    public GuardReading Judge(ClusterSnapshot snapshot, IRunInHand run)
    {
        var ops = snapshot.Ops.Value;
        _last ??= ops.Select(op => op.Id).DefaultIfEmpty().Max();
        if (!_journaled && run.FirstResult(Survey) is { } survey && LastOpIn(survey) is { } recorded)
        {
            _journaled = true;
            _last = Math.Min(_last.Value, recorded);
        }

        var failed = ops.Where(op => op.Status == OpStatus.Failed && op.Id > _last).ToList();
        return failed.Count == 0
            ? new GuardReading(true, $"no op after {_last} failed")
            : new GuardReading(false, $"{failed[0]}{(failed.Count > 1 ? $", and {failed.Count - 1} more failed" : "")}");
    }

    private static ulong? LastOpIn(string survey)
    {
        using var json = JsonDocument.Parse(survey);
        return json.RootElement.TryGetProperty(nameof(Maintenance.TabletSurvey.LastOp), out var last) && last.TryGetUInt64(out var id) ? id : null;
    }
}
