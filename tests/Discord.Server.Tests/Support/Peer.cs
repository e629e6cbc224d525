using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Nightshift.Discord.Server.Tests.Support;

/// <summary>discord.js at work in a process of its own, and what it reports.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly Task<string> _errors;
    private readonly List<JsonObject> _reports = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Peer(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_reports) return [.. _reports.Where(report => Is(report, "complaint")).Select(report => report.ToJsonString())];
        }
    }

    public IReadOnlyList<JsonObject> All(string name)
    {
        lock (_reports) return [.. _reports.Where(report => Is(report, name))];
    }

    public static Peer Start(DiscordServer server, string? token = null) =>
        new(PeerInstall.Start("node", ["bot.mjs", server.Api.ToString()], ("DISCORD_TOKEN", token ?? server.Token), ("NODE_OPTIONS", "")));

    /// <summary>Waits for a report; fails at once when the peer complains instead.</summary>
    public async Task<JsonObject> ReportAsync(string name, Func<JsonObject, bool>? wanted = null)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            Task more;
            lock (_reports)
            {
                if (_reports.Find(report => Is(report, name) && (wanted is null || wanted(report))) is { } found) return found;
                if (name != "complaint" && _reports.Find(report => Is(report, "complaint")) is { } complaint) Assert.Fail(complaint.ToJsonString());
                if (_reading.IsCompleted) Assert.Fail($"node ended before '{name}': {(_errors.IsCompleted ? _errors.Result : "")}");
                more = _more.Task;
            }

            await more.WaitAsync(deadline.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line) Add((JsonObject)JsonNode.Parse(line)!);
        Add(new JsonObject { ["event"] = "end" });
    }

    private void Add(JsonObject report)
    {
        lock (_reports)
        {
            _reports.Add(report);
            _more.SetResult();
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private static bool Is(JsonObject report, string name) => report["event"]?.ToString() == name;
}
