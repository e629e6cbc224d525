using System.Globalization;
using Nightshift.Hosts;

namespace Nightshift.Pegasus.Processes;

/// <summary>One systemd unit on one host, as <c>systemctl show</c> tells it (systemctl(1), org.freedesktop.systemd1(5)).</summary>
/// <param name="Sudo">Whether <c>sudo -n</c> stands before what changes something.</param>
internal sealed record SystemdUnit(IHost Host, string Name, bool Sudo)
{
    private const string Properties = "LoadState,ActiveState,SubState,MainPID,Result";

    public HostCommand Command(string verb) => new([.. Sudo ? ["sudo", "-n"] : Array.Empty<string>(), "systemctl", "--no-ask-password", verb, "--", Name]);

    /// <exception cref="InvalidOperationException">systemd did not tell: nothing may be concluded.</exception>
    public async Task<UnitState> ReadAsync(CancellationToken cancellationToken)
    {
        var result = await Host.RunAsync(new HostCommand("systemctl", "show", "--no-pager", $"--property={Properties}", "--", Name), cancellationToken);
        return result.Succeeded && Parse(result.Stdout.Text) is { } state
            ? state
            : throw new InvalidOperationException($"systemd on {Host.Name} does not tell the state of {Name}: {result.Stderr.Excerpt.Trim()}");
    }

    /// <returns>Null when a property is missing.</returns>
    internal static UnitState? Parse(string text)
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.IndexOf('=', StringComparison.Ordinal) is var equals and > 0) told[line[..equals]] = line[(equals + 1)..];
        }

        return told.TryGetValue("LoadState", out var load)
            && told.TryGetValue("ActiveState", out var active)
            && told.TryGetValue("SubState", out var sub)
            && told.TryGetValue("MainPID", out var pid)
            && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var main)
            ? new UnitState(load, active, sub, main, told.GetValueOrDefault("Result", ""))
            : null;
    }
}

/// <param name="MainPid">0 when it has none.</param>
internal sealed record UnitState(string Load, string Active, string Sub, int MainPid, string Result)
{
    /// <summary>systemd starts nothing of it by itself: not running, and not waiting to start it again.</summary>
    public bool IsAtRest => Active is "inactive" or "failed";

    public bool IsLoaded => Load == "loaded";

    public override string ToString() => $"{Active} ({Sub}{(Result is "" or "success" ? "" : $", {Result}")})";
}
