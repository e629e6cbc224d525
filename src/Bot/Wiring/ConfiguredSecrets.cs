using Nightshift.Clusters;

namespace Nightshift.Bot.Wiring;

/// <summary>Every secret that the configuration refers to, whatever section it is in, so that none of them is recorded when somebody types it.</summary>
internal static class ConfiguredSecrets
{
    private const string Section = "Nightshift";

    public static IReadOnlyList<string> Of(IConfiguration configuration) =>
        [.. configuration.GetSection(Section).AsEnumerable()
            .Select(setting => setting.Key == $"{Section}:Web:Token" ? setting.Value : Resolve(setting.Value))
            .OfType<string>()
            .Where(secret => secret.Length > 0)
            .Distinct()];

    private static string? Resolve(string? value) =>
        value is not null && (value.StartsWith("env:", StringComparison.Ordinal) || value.StartsWith("file:", StringComparison.Ordinal)) && SecretReference.Fault(value) is null
            ? SecretReference.Resolve(value)
            : null;
}
