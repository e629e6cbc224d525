using System.Security;
using System.Text;

namespace Nightshift.Playbooks;

/// <summary>The options of all playbooks as one type. Where two of the same name differ in type, an editor is told nothing of it.</summary>
internal static class EditorOptions
{
    public static string Source(IReadOnlyList<PlaybookOption> options)
    {
        var source = new StringBuilder("/// <summary>What the playbooks of the folder declare.</summary>\npublic sealed class AllOptions\n{\n");
        foreach (var same in options.GroupBy(option => option.Property, StringComparer.Ordinal).OrderBy(same => same.Key, StringComparer.Ordinal))
        {
            List<string> types = [.. same.Select(TypeOf).Distinct()];
            source.Append("/// <summary>").Append(SecurityElement.Escape(string.Join(" / ", same.Select(option => option.Help).Distinct()))).Append("</summary>\n")
                .Append("public ").Append(types is [var one] ? one : "dynamic").Append(" @").Append(same.Key).Append(" => throw null!;\n");
        }

        return source.Append("}\n").ToString();
    }

    private static string TypeOf(PlaybookOption option) => option.Type switch
    {
        OptionType.Text => "string",
        OptionType.Switch => "bool",
        OptionType.Integer => "int",
        OptionType.LongInteger => "long",
        OptionType.Number => "double",
        OptionType.Duration => "global::System.TimeSpan",
        OptionType.Nodes => $"global::Nightshift.Clusters.Nodes<global::{option.NodeType!.Replace('+', '.')}>",
        OptionType.Release => "global::Nightshift.Clusters.Release",
        OptionType.Choice => "dynamic", // The enum is declared by the script.
        _ => throw new ArgumentOutOfRangeException(nameof(option), option.Type, "an option without a type for editors"),
    } + (option is { Nullable: true, Type: not OptionType.Choice } ? "?" : "");
}
