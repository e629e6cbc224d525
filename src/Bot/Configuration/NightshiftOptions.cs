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

    public DiscordOptions Discord { get; init; } = new();

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

/// <summary>Whose approval plans need where no policy says otherwise.</summary>
internal sealed record ApprovalOptions
{
    public int Approvers { get; init; } = 1;

    public TimeSpan ValidFor { get; init; } = TimeSpan.FromHours(8);

    /// <summary>By cluster and tier; the most specific one applies.</summary>
    public List<PolicyOptions> Policies { get; init; } = [];
}

/// <summary>What plans of one cluster and tier need. What is left out is as in <see cref="ApprovalOptions"/>.</summary>
internal sealed record PolicyOptions
{
    /// <summary>A name, or <c>*</c>.</summary>
    public string Cluster { get; init; } = "*";

    /// <summary><c>Low</c>, <c>Elevated</c>, <c>High</c>, or <c>*</c>.</summary>
    public string Tier { get; init; } = "*";

    public int? Approvers { get; init; }

    /// <summary>Which role the approvers must have; empty for any.</summary>
    public string Role { get; init; } = "";

    public TimeSpan? ValidFor { get; init; }
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

    /// <summary>The id of this person's Discord account; empty where <c>/link</c> tells it, or nobody.</summary>
    public string Discord { get; init; } = "";

    /// <summary>Another program: it asks for things by its rights, and never approves, rejects or decides.</summary>
    public bool Bot { get; init; }
}

/// <summary>Who may give which commands: a role, people, or both. Every entry is an exact name, or <c>*</c> for all.</summary>
internal sealed record GrantOptions
{
    public string Role { get; init; } = "";

    /// <summary>Ids.</summary>
    public List<string> People { get; init; } = [];

    public List<string> Commands { get; init; } = [];

    // Null and not ["*"] where nothing is written: binding adds to a list that is there, and every right would be one for all.
    public List<string>? Clusters { get; init; }

    public List<string>? Components { get; init; }
}
