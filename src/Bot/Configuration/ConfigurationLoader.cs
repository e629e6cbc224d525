using Nightshift.Bot.CommandLine;

namespace Nightshift.Bot.Configuration;

/// <summary>
/// Reads the configuration: the named file, else appsettings.json of the working directory, else the one beside the program; environment variables
/// (<c>Nightshift__…</c>) override.
/// </summary>
internal static class ConfigurationLoader
{
    public const string FileName = "appsettings.json";

    /// <exception cref="ConfigurationException">The named file is missing or not JSON.</exception>
    public static IConfigurationRoot Load(StartSettings settings, IReadOnlyDictionary<string, string?>? onebox)
    {
        var file = settings.ConfigFile ?? Candidates().FirstOrDefault(File.Exists);
        if (settings.ConfigFile is { } named && !File.Exists(named)) throw new ConfigurationException([$"{named}: there is no such file"]);
        var builder = new ConfigurationBuilder();
        if (file is not null) builder.AddJsonFile(file, optional: false);
        if (onebox is not null) builder.AddInMemoryCollection(onebox);
        builder.AddEnvironmentVariables();
        try
        {
            return builder.Build();
        }
        catch (InvalidDataException fault)
        {
            throw new ConfigurationException([$"{file}: {fault.InnerException?.Message ?? fault.Message}"]);
        }
    }

    private static IEnumerable<string> Candidates() => [Path.GetFullPath(FileName), Path.Combine(AppContext.BaseDirectory, FileName)];
}

/// <summary>The program does not start on this configuration; all faults at once.</summary>
internal sealed class ConfigurationException(IReadOnlyList<string> faults) : Exception(string.Join('\n', faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
