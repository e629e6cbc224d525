namespace Nightshift.Pegasus;

/// <summary>A cluster of kind <c>pegasus</c> as the configuration has it, under <c>Nightshift:Clusters:&lt;name&gt;</c>; checked by <see cref="PegasusSettingsValidator"/>.</summary>
public sealed record PegasusSettings
{
    public string Kind { get; init; } = "";

    /// <summary>Addresses of all meta servers: <c>127.0.0.1:34601,127.0.0.1:34602</c>.</summary>
    public string Metas { get; init; } = "";

    /// <summary>What <c>cluster_info</c> has to answer, so that a wrong address is noticed; empty: not compared.</summary>
    public string ClusterName { get; init; } = "";

    /// <summary>Where servers are installed and how they are controlled; the first entry that fits a server counts.</summary>
    public IReadOnlyList<ServerInstallation> Servers { get; init; } = [];

    /// <summary>Release name → folder on the bot's machine with the release's <c>bin/</c> in it, and <c>config/&lt;role&gt;.ini</c> where it brings a configuration.</summary>
    public IReadOnlyDictionary<string, string> Releases { get; init; } = new Dictionary<string, string>();

    public CanarySettings Canary { get; init; } = new();

    /// <summary>The level while nobody works on the cluster: <c>lively</c> or <c>steady</c>. Empty: what the leader's configuration begins with.</summary>
    public string Level { get; init; } = "";

    /// <summary>Where the guards that watch every run draw the line.</summary>
    public GuardSettings Guards { get; init; } = new();

    /// <summary>How long each kind of step may take before people are asked.</summary>
    public LimitSettings Limits { get; init; } = new();
}

/// <summary>
/// How one server, or several alike, are installed. In <see cref="Host"/>, <see cref="Directory"/>, <see cref="Unit"/>, <see cref="WorkingDirectory"/> and <see cref="Commands"/>
/// stand <c>{host}</c>, <c>{port}</c>, <c>{role}</c>, <c>{task}</c>, <c>{cluster}</c> and (but for the directory itself) <c>{directory}</c> for what they are of each server.
/// </summary>
public sealed record ServerInstallation
{
    /// <summary><c>replica</c>, <c>meta</c> or <c>collector</c>.</summary>
    public string Role { get; init; } = "";

    /// <summary><c>host:port</c> as the cluster writes it; several with commas, or <c>*</c> for every server of the role.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>The machine as the ssh configuration names it, or <c>local</c>. Empty: the endpoint's host.</summary>
    public string Host { get; init; } = "";

    /// <summary>The server's folder on its host.</summary>
    public string Directory { get; init; } = "";

    /// <summary>The server's program below <see cref="Directory"/>.</summary>
    public string Program { get; init; } = "bin/pegasus_server";

    /// <summary>Its configuration file below <see cref="Directory"/>, replaced when a release brings one.</summary>
    public string Configuration { get; init; } = "config.ini";

    /// <summary>The file below <see cref="Directory"/> whose end tells why a start failed.</summary>
    public string Log { get; init; } = "result";

    /// <summary><c>script</c>, <c>systemd</c> or <c>commands</c>.</summary>
    public string Control { get; init; } = "script";

    /// <summary>The systemd unit, as in <c>pegasus-replica.service</c>.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Put <c>sudo -n</c> before <c>systemctl</c>.</summary>
    public bool Sudo { get; init; }

    /// <summary>
    /// Argument lists by verb: <c>start</c> and <c>stop</c>. Each element is one argument, never a line for a shell. With <c>script</c> the default is <c>start.sh</c> and
    /// <c>stop.sh</c> in the directory.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Commands { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Where <see cref="Commands"/> run: a machine as <see cref="Host"/>, <c>local</c> for tools that control from here, as Minos does. Empty: on the server's host.</summary>
    public string RunOn { get; init; } = "";

    /// <summary>Where <see cref="Commands"/> run in, absolute. Empty: <see cref="Directory"/>, or the login's home with <see cref="RunOn"/>.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>Variables that <see cref="Commands"/> get: <c>MINOS_CONFIG_FILE</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The number that <c>{task}</c> stands for; with several endpoints as many, with commas and in the same order.</summary>
    public string Task { get; init; } = "";
}

/// <summary>The probe that writes and reads while a run works.</summary>
public sealed record CanarySettings
{
    public bool Enabled { get; init; } = true;

    /// <summary>Its own table, made when it is missing; the name has <c>canary</c> in it, so that it is never somebody's data.</summary>
    public string Table { get; init; } = "nightshift_canary";

    public int Partitions { get; init; } = 8;

    public int Replicas { get; init; } = 3;

    /// <summary>Writes per second and partition.</summary>
    public double Rate { get; init; } = 10;

    /// <summary>The longest time without a successful write to one partition before the guard holds the run.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The share of one minute's writes that may be refused or unanswered before the guard holds the run.</summary>
    public double RefusedBudget { get; init; } = 0.05;
}
