namespace Nightshift.Pegasus;

/// <summary>A cluster of kind <c>pegasus</c> as the configuration has it, under <c>Nightshift:Clusters:&lt;name&gt;</c>.</summary>
public sealed record PegasusSettings
{
    /// <summary>Addresses of all meta servers: <c>127.0.0.1:34601,127.0.0.1:34602</c>.</summary>
    public string Metas { get; init; } = "";

    /// <summary>What <c>cluster_info</c> has to answer, so that a wrong address is noticed; empty: not compared.</summary>
    public string ClusterName { get; init; } = "";

    /// <summary>Where servers are installed and how they are controlled; the first entry that fits a server counts.</summary>
    public IReadOnlyList<ServerInstallation> Servers { get; init; } = [];

    /// <summary>Release name → folder or archive on the bot's machine.</summary>
    public IReadOnlyDictionary<string, string> Releases { get; init; } = new Dictionary<string, string>();

    public CanarySettings Canary { get; init; } = new();

    /// <summary>The level while nobody works on the cluster: <c>lively</c> or <c>steady</c>. Empty: what the leader's configuration begins with.</summary>
    public string Level { get; init; } = "";

    /// <summary>Where the guards that watch every run draw the line.</summary>
    public GuardSettings Guards { get; init; } = new();
}

/// <summary>How one server, or several alike, are installed.</summary>
public sealed record ServerInstallation
{
    /// <summary><c>replica</c>, <c>meta</c> or <c>collector</c>.</summary>
    public string Role { get; init; } = "";

    /// <summary><c>host:port</c> as the cluster writes it; several with commas.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>The machine as the ssh configuration names it, or <c>local</c>.</summary>
    public string Host { get; init; } = "local";

    /// <summary>The server's folder on its host.</summary>
    public string Directory { get; init; } = "";

    /// <summary><c>script</c>, <c>systemd</c> or <c>commands</c>.</summary>
    public string Control { get; init; } = "script";

    /// <summary>The systemd unit, as in <c>pegasus-replica.service</c>.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Argument lists by verb (<c>start</c>, <c>stop</c>, <c>restart</c>, <c>status</c>); placeholders <c>{host}</c>, <c>{port}</c>, <c>{role}</c>, <c>{task}</c>, <c>{directory}</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Commands { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>The probe that writes and reads while a run works.</summary>
public sealed record CanarySettings
{
    public bool Enabled { get; init; } = true;

    public string Table { get; init; } = "nightshift_canary";

    public int Partitions { get; init; } = 8;

    public int Replicas { get; init; } = 3;

    /// <summary>Writes per second and partition.</summary>
    public double Rate { get; init; } = 10;

    /// <summary>The longest time without a successful write to one partition before the guard holds the run.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(5);
}
