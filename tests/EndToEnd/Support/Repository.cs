using System.Reflection;

namespace Nightshift.EndToEnd.Support;

/// <summary>Where the sources lie that were built; playbooks are read from there, as a first run does.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "RepositoryRoot").Value!;

    public static string Scripts => Path.Combine(Root, "scripts");
}
