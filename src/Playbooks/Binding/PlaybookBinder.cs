using System.Text.Json;
using System.Text.Json.Nodes;
using Nightshift.Clusters;

namespace Nightshift.Playbooks;

/// <summary>
/// Binds the arguments of a command to the options of its playbook. Values without a name fill the options in their order, skipping those that are given
/// by name; <c>--name value</c>, <c>--name=value</c>; a switch is <c>--name</c> or <c>--name=false</c>. All faults are told at once.
/// </summary>
public static class PlaybookBinder
{
    // Text of Chinese users stays readable in the journal.
    private static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="arguments">The words behind those of the command.</param>
    /// <param name="cluster">Knows its nodes and releases. One that cannot be asked is a fault, not an exception.</param>
    public static async Task<Binding> BindAsync(
        PlaybookDescriptor playbook,
        IReadOnlyList<string> arguments,
        ICluster cluster,
        CancellationToken cancellationToken)
    {
        var written = WrittenArguments.Of(playbook, arguments);
        if (!written.WasRead) return new Binding(null, written.Faults);
        var faults = new List<string>(written.Faults);
        var options = new JsonObject();
        var values = new ValueReader(cluster);
        foreach (var option in playbook.Options)
        {
            if (!written.Values.TryGetValue(option.Name, out var text))
            {
                if (option.Required) faults.Add(Missing(playbook, option));
                continue;
            }

            if (text is null) continue;
            var value = await values.ReadAsync(option, text, cancellationToken);
            if (value.Fault is { } fault) faults.Add($"--{option.Name}: {fault}");
            else options[option.Property] = value.Json;
        }

        return faults.Count > 0 ? new Binding(null, faults) : new Binding(options.ToJsonString(Json), []);
    }

    private static string Missing(PlaybookDescriptor playbook, PlaybookOption option) =>
        $"<{option.Name}> is missing{(option.Help.Length > 0 ? $" ({option.Help})" : "")}: {playbook.Usage}";
}
