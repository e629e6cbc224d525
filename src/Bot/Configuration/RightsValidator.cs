namespace Nightshift.Bot.Configuration;

/// <summary>Rights name people and roles that there are, and nothing that looks like a pattern and is none.</summary>
internal static class RightsValidator
{
    public static IEnumerable<string> Validate(NightshiftOptions options)
    {
        for (var i = 0; i < options.Rights.Count; i++)
        {
            var (grant, at) = (options.Rights[i], $"Nightshift:Rights:{i}");
            if (grant.Role.Length == 0 && grant.People.Count == 0) yield return $"{at}: names no role and no people";
            if (grant.Role.Length > 0 && !HasRole(options, grant.Role)) yield return $"{at}: nobody has the role '{grant.Role}'";
            foreach (var id in grant.People.Where(id => !options.People.ContainsKey(id))) yield return $"{at}:People: '{id}' is not among the configured people";
            if (grant.Commands.Count == 0) yield return $"{at}: names no command; '*' stands for all";
            foreach (var fault in Patterns($"{at}:Commands", grant.Commands)) yield return fault;
            foreach (var fault in Patterns($"{at}:Clusters", grant.Clusters)) yield return fault;
            foreach (var fault in Patterns($"{at}:Components", grant.Components)) yield return fault;
            foreach (var command in grant.Commands.Where(command => command.Contains(' ') || command.StartsWith('/')))
                yield return $"{at}:Commands: '{command}' is not the first word of a command; what follows it is named under Components";
        }
    }

    /// <summary>Whether somebody has it, or may be given it by a role of the guild on Discord.</summary>
    public static bool HasRole(NightshiftOptions options, string role) =>
        options.People.Values.Any(person => person.Roles.Contains(role)) || options.Discord.Roles.Values.Any(given => given.Contains(role));

    /// <summary>Somebody who writes <c>prod-*</c> means something that would never match.</summary>
    private static IEnumerable<string> Patterns(string at, IEnumerable<string>? names) =>
        (names ?? []).Where(name => name.Length == 0 || (name != "*" && name.Contains('*'))).Select(name => $"{at}: '{name}' is neither a name nor '*'");
}
