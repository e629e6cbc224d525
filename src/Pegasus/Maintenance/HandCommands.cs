using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// What people type to put right what a run could not: lines of Pegasus's own shell (<c>./run.sh shell --cluster …</c>), which find the leader or are told it, and the
/// commands of process control.
/// </summary>
/// <param name="metas">All meta servers, for the shell's command line.</param>
/// <param name="process">Asked with role, server and whether to start; null where nobody said how.</param>
internal sealed class HandCommands(IReadOnlyList<Endpoint> metas, Func<string, Endpoint, bool, string?> process)
{
    private const string Before = "{before}";

    public static HandCommands None { get; } = new([], (_, _, _) => null);

    /// <summary>With <c>{before}</c> in the place of the value to be put back.</summary>
    public string? Level() => Shell($"set_meta_level {Before}");

    /// <summary>Standbys answer that they do not know the command; the leader among them obeys.</summary>
    public string? Setting(string name) => Shell($"remote_command -t meta-server {name} {Before}");

    /// <summary>That is all: the settings are put back beside, and the leader brings the replicas back by itself then.</summary>
    public string? Start(string role, Endpoint server) => process(role, server, true);

    /// <summary>Lets the leader bring missing replicas back by itself.</summary>
    public string? Heal() => Shell($"remote_command -t meta-server {MetaSetting.AddSecondaryMax} DEFAULT");

    private string? Shell(string command) => metas.Count == 0 ? null : $"echo '{command}' | ./run.sh shell --cluster {string.Join(',', metas)}";
}
