using Nightshift.OpenMldb;
using Nightshift.Pegasus;

namespace Nightshift.Bot.CommandLine;

/// <summary>Which clusters a onebox has, as <c>--onebox</c> says.</summary>
internal static class OneboxClusters
{
    public const string All = "all";

    /// <summary>Their names, which are those of their kinds; null when it says none that there is.</summary>
    public static IReadOnlyList<string>? Of(string choice) => choice switch
    {
        All => [OpenMldbKind.KindName, PegasusKind.KindName],
        OpenMldbKind.KindName or PegasusKind.KindName => [choice],
        _ => null,
    };

    /// <summary>Each cluster has a folder of its own: OpenMLDB's is the onebox's, Pegasus's lies below it.</summary>
    public static string PegasusDirectory(string onebox) => Path.Combine(onebox, PegasusKind.KindName);
}
