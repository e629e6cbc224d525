namespace Nightshift.Chat.Commands;

/// <summary>The option <c>--on NAME</c> that every command about a cluster takes.</summary>
internal static class OnOption
{
    public const string Name = "--on";

    /// <summary>Takes the option out of the arguments.</summary>
    /// <exception cref="CommandRefusedException">It is there without a name, or twice.</exception>
    public static (string? Cluster, IReadOnlyList<string> Others) Take(IReadOnlyList<string> arguments)
    {
        string? cluster = null;
        var rest = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var isLong = arguments[i].StartsWith(Name + "=", StringComparison.Ordinal);
            if (arguments[i] != Name && !isLong)
            {
                rest.Add(arguments[i]);
                continue;
            }

            if (cluster is not null) throw new CommandRefusedException("--on is given twice");
            cluster = isLong ? arguments[i][(Name.Length + 1)..] : ++i < arguments.Count ? arguments[i] : "";
            if (cluster.Length == 0) throw new CommandRefusedException("--on needs the name of a cluster");
        }

        return (cluster, rest);
    }
}
