using System.Globalization;

namespace Nightshift.Onebox.Pegasus.Wire.Commands;

/// <summary>What a server says about itself.</summary>
/// <param name="Version"><c>2.4.0</c>.</param>
/// <param name="GitCommit">Full hash.</param>
/// <param name="StartTime">When the process began.</param>
internal sealed record ServerIdentity(string Version, string GitCommit, DateTimeOffset StartTime)
{
    private const string BuildType = "Release";

    /// <summary><c>2024-01-01 00:00:00</c>, local time as upstream prints it.</summary>
    public string StartTimeText => StartTime.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The reply of <c>server-info</c> (<c>src/server/main.cpp</c>; master: <c>src/server/server_utils.cpp</c>).</summary>
    public string ServerInfo(WireGeneration generation) => generation == WireGeneration.HostPort
        ? $$"""{"build_type":"{{BuildType}}","git_SHA":"{{GitCommit}}","start_time":"{{StartTimeText}}","version":"{{Version}}"}"""
        : $"Pegasus Server {Version} ({GitCommit}) {BuildType}, Started at {StartTimeText}";

    /// <summary>Registers what every server answers once it is up: <c>server-info</c>, <c>config-dump</c>, <c>flush-log</c>.</summary>
    public void Register(RemoteCommands commands, IPegasusConfiguration configuration, WireGeneration generation)
    {
        ArgumentNullException.ThrowIfNull(commands);
        commands.Add("server-info", _ => ServerInfo(generation));
        commands.Add("config-dump", _ => configuration.Dump());
        commands.Add("flush-log", _ => "Flush done.");
    }
}
