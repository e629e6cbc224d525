using System.CommandLine;

namespace Nightshift.Bot.CommandLine;

/// <summary>Options that every command takes: which configuration, and where the onebox is when none names a cluster.</summary>
internal sealed record GlobalOptions(Option<FileInfo?> Config, Option<DirectoryInfo> Directory, Option<int> PortOffset, Option<string?> ZooKeeper, Option<string> Timing, Option<string> Onebox)
{
    public static GlobalOptions Create() => new(
        new Option<FileInfo?>("--config") { Description = "another appsettings file", Recursive = true },
        new Option<DirectoryInfo>("--dir") { Description = "folder of the onebox", DefaultValueFactory = _ => new DirectoryInfo(".onebox"), Recursive = true },
        new Option<int>("--port-offset") { Description = "shifts every port of the onebox", Recursive = true },
        new Option<string?>("--zookeeper") { Description = "host:port of a ZooKeeper for the onebox instead of its own", Recursive = true },
        new Option<string>("--timing") { Description = "short, or upstream's own times", DefaultValueFactory = _ => "short", Recursive = true },
        new Option<string>("--onebox") { Description = "which clusters the onebox has: openmldb, pegasus, or all", DefaultValueFactory = _ => OneboxClusters.All, Recursive = true });

    public void AddTo(Command command)
    {
        command.Options.Add(Config);
        command.Options.Add(Directory);
        command.Options.Add(PortOffset);
        command.Options.Add(ZooKeeper);
        command.Options.Add(Timing);
        command.Options.Add(Onebox);
    }

    public StartSettings Of(ParseResult parsed) => new(
        parsed.GetValue(Config)?.FullName,
        parsed.GetRequiredValue(Directory).FullName,
        parsed.GetValue(PortOffset),
        parsed.GetValue(ZooKeeper),
        parsed.GetRequiredValue(Timing),
        parsed.GetRequiredValue(Onebox));
}

/// <summary>What the command line says about configuration and onebox.</summary>
internal sealed record StartSettings(string? ConfigFile, string OneboxDirectory, int PortOffset, string? ZooKeeper, string Timing, string Onebox = OneboxClusters.All);
