using System.Net.Sockets;
using Nightshift.Onebox.Components;
using Nightshift.Onebox.Components.ApiServer;
using Nightshift.Onebox.Components.TaskManager;
using Nightshift.Onebox.Components.ZooKeeperServer;
using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.OpenMldb;
using Nightshift.Onebox.Pegasus.Hosting;
using Nightshift.ZooKeeper;

namespace Nightshift.Onebox;

/// <summary>One component as the process that it is run in, chosen by its flags as OpenMLDB's own binary does.</summary>
internal static class RoleProgram
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int WrongRequest = 2;

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TimeProvider time, CancellationToken cancellationToken)
    {
        // By the running image and not by its path: the file may have been replaced by now.
        var version = ReleaseTrailer.Read("/proc/self/exe") ?? ReleaseTrailer.FullVersion(Topology.FirstVersion);
        if (PegasusProgram.AsksForVersion(args))
        {
            await Console.Out.WriteLineAsync(PegasusProgram.VersionLine(version));
            return Done;
        }

        if (PegasusProgram.Handles(args)) return await PegasusAsync(args, version, time, cancellationToken);
        if (args.Contains("--version"))
        {
            await Console.Out.WriteLineAsync($"openmldb version {version}");
            return Done;
        }

        try
        {
            var settings = Settings.Of(args);
            switch (settings.Find("role"))
            {
                case OneboxComponent.Tablet or OneboxComponent.Nameserver:
                    return await OpenMldbNode.RunAsync(args, version, cancellationToken);
                case OneboxComponent.ZooKeeper:
                    return await ZooKeeperProgram.RunAsync(Settings.Of(File.ReadAllLines(settings.Require("config"))), time, cancellationToken);
                case OneboxComponent.ApiServer:
                    return await ApiServerProgram.RunAsync(settings, version, time, cancellationToken);
                case OneboxComponent.TaskManager:
                    var properties = settings.Require("properties");
                    return await TaskManagerProgram.RunAsync(Settings.Of(File.ReadAllLines(properties)), "../..", version, time, cancellationToken);
                case var role:
                    await Console.Error.WriteLineAsync(role is null ? "no role: give --role or --flagfile" : $"no role named {role}");
                    return WrongRequest;
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or InvalidDataException or FormatException or ZooKeeperException)
        {
            await Console.Error.WriteLineAsync(exception.ToString());
            return Failed;
        }
    }

    private static async Task<int> PegasusAsync(string[] args, string version, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await PegasusProgram.RunAsync(args, version, time, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException or FormatException or ZooKeeperException)
        {
            await Console.Error.WriteLineAsync(exception.ToString());
            return Failed;
        }
    }
}
