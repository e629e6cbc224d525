namespace Nightshift.Bot.Configuration;

/// <summary>The section <c>Nightshift</c> of appsettings.json, as bound; checked by <see cref="OptionsValidator"/> before anything uses it.</summary>
internal sealed record NightshiftOptions
{
    public StoreOptions Store { get; init; } = new();

    /// <summary>The folder of playbooks; relative to the working directory, else beside the program.</summary>
    public string Scripts { get; init; } = "scripts";

    public WebOptions Web { get; init; } = new();

    public ApprovalOptions Approvals { get; init; } = new();

    public RunSettings Runs { get; init; } = new();

    public SshOptions Ssh { get; init; } = new();

    /// <summary>By id. The id is what the record keeps.</summary>
    public Dictionary<string, PersonOptions> People { get; init; } = [];

    public List<GrantOptions> Rights { get; init; } = [];
}

internal sealed record StoreOptions
{
    /// <summary>The SQLite file; empty means <c>.nightshift/nightshift.db</c>, or inside the onebox's folder when that is the cluster.</summary>
    public string Path { get; init; } = "";
}

internal sealed record WebOptions
{
    public string Url { get; init; } = "http://127.0.0.1:8300";

    /// <summary>The token that opens the page; empty makes one at each start and prints it.</summary>
    public string Token { get; init; } = "";
}

internal sealed record ApprovalOptions
{
    public int Approvers { get; init; } = 1;

    public TimeSpan ValidFor { get; init; } = TimeSpan.FromHours(8);
}

internal sealed record RunSettings
{
    /// <summary>How long a failed step waits for people before the run is aborted and everything put back.</summary>
    public TimeSpan DecisionDeadline { get; init; } = TimeSpan.FromMinutes(30);
}

/// <summary>How hosts other than this one are reached; what is empty is as the user's own <c>ssh</c> does it.</summary>
internal sealed record SshOptions
{
    /// <summary>An ssh_config(5) file instead of the user's.</summary>
    public string ConfigFile { get; init; } = "";

    public string KnownHostsFile { get; init; } = "";

    /// <summary>Where hosts keep the records of commands that must not run twice: absolute, or below the login's home.</summary>
    public string Records { get; init; } = ".nightshift/commands";

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);
}

internal sealed record PersonOptions
{
    /// <summary>Where the token is that opens the page in this person's name: <c>env:NAME</c> or <c>file:/path</c>. Empty: one is made at each start and printed.</summary>
    public string Login { get; init; } = "";

    public string Name { get; init; } = "";

    public List<string> Roles { get; init; } = [];
}

internal sealed record GrantOptions
{
    public string Role { get; init; } = "";

    public List<string> Commands { get; init; } = [];

    public List<string> Clusters { get; init; } = ["*"];

    public List<string> Components { get; init; } = ["*"];
}
