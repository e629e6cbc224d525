using System.Globalization;
using System.Text.Json.Nodes;

namespace Nightshift.Onebox.Components.TaskManager;

/// <summary>A pretended Spark job: it runs for a while and finishes.</summary>
/// <param name="Type">The method that made it, <c>ImportOnlineData</c>.</param>
/// <param name="Start">Unix milliseconds.</param>
/// <param name="Length">Milliseconds that it takes.</param>
/// <param name="Fixed">A state that overrules time (<c>LOST</c>, <c>STOPPED</c>), or null.</param>
/// <param name="FixedAt">Unix milliseconds of that, or null.</param>
internal sealed record Job(int Id, string Type, long Start, long Length, string Sql, string? Fixed = null, long? FixedAt = null)
{
    private const long SubmittedFor = 500;
    private static readonly string[] Final = ["FINISHED", "FAILED", "KILLED", "LOST"];

    public string State(long now) => Fixed ?? (now < Start + SubmittedFor ? "Submitted" : now < Start + Length ? "RUNNING" : "FINISHED");

    /// <summary>As upstream has it, a stopped job counts as unfinished.</summary>
    public bool IsFinished(long now) => Final.Contains(State(now));

    /// <summary><c>JobInfo</c> as protobuf's JsonFormat prints it: camel case, 64-bit numbers as strings, unset fields left out.</summary>
    public JsonObject ToJson(long now)
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["jobType"] = Type,
            ["state"] = State(now),
            ["startTime"] = Start.ToString(CultureInfo.InvariantCulture),
        };
        if ((FixedAt ?? (IsFinished(now) ? Start + Length : (long?)null)) is { } end) json["endTime"] = end.ToString(CultureInfo.InvariantCulture);
        json["parameter"] = Sql;
        json["cluster"] = "local[*]";
        json["applicationId"] = $"local-{Start}";
        json["error"] = "";
        return json;
    }
}
