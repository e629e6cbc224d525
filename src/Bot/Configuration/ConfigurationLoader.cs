using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;
using Nightshift.Bot.CommandLine;

namespace Nightshift.Bot.Configuration;

/// <summary>
/// Reads the configuration: the named file, else appsettings.json of the working directory, else the one beside the program; environment variables
/// (<c>Nightshift__…</c>) override.
/// </summary>
internal static class ConfigurationLoader
{
    public const string FileName = "appsettings.json";

    /// <exception cref="ConfigurationException">The named file is missing, may not be read, or is not JSON.</exception>
    public static IConfigurationRoot Load(StartSettings settings, IReadOnlyDictionary<string, string?>? onebox)
    {
        var file = settings.ConfigFile ?? Candidates().FirstOrDefault(File.Exists);
        if (settings.ConfigFile is { } named && !File.Exists(named)) throw new ConfigurationException([$"{named}: there is no such file"]);
        var builder = new ConfigurationBuilder();
        if (file is not null) builder.AddJsonFile(provider => (provider.FileProvider, provider.Path) = (FolderOf(file), Path.GetFileName(file)));
        if (onebox is not null) builder.AddInMemoryCollection(onebox);
        builder.AddEnvironmentVariables();
        try
        {
            return builder.Build();
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([$"{file}: {fault.GetBaseException().Message}"]);
        }
    }

    /// <summary>A file that begins with a dot is as good as another.</summary>
    private static PhysicalFileProvider FolderOf(string file) => new(Path.GetDirectoryName(Path.GetFullPath(file))!, ExclusionFilters.None);

    private static IEnumerable<string> Candidates() => [Path.GetFullPath(FileName), Path.Combine(AppContext.BaseDirectory, FileName)];
}

/// <summary>The program does not start on this configuration; all faults at once.</summary>
internal sealed class ConfigurationException(IReadOnlyList<string> faults) : Exception(string.Join('\n', faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
