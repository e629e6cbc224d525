using System.Globalization;
using BenchmarkDotNet.Running;
using Nightshift.Benchmarks.Discord;
using Nightshift.Benchmarks.Maintenance;
using Nightshift.Benchmarks.OpenMldb;
using Nightshift.Benchmarks.Pegasus;
using Nightshift.Benchmarks.Playbooks;
using Nightshift.Benchmarks.Runs;

// dotnet run -c Release --project tests/Benchmarks -- upgrade [led partitions] | playbooks | runs | snapshot | memory | pegasus | pegasus-fuzz | discord | pegasus-restart [servers [configuration table]]
switch (args)
{
    case ["upgrade"]:
        await UpgradeBenchmark.RunAsync(0, Console.Out);
        break;
    case ["upgrade", var led]:
        await UpgradeBenchmark.RunAsync(int.Parse(led, CultureInfo.InvariantCulture), Console.Out);
        break;
    case ["playbooks"]:
        PlaybookBenchmark.Run(Console.Out);
        break;
    case ["runs"]:
        var folder = Directory.CreateTempSubdirectory("nightshift-bench-");
        await RunsBenchmark.RunAsync(folder.FullName, Console.Out);
        await ManyRunsBenchmark.RunAsync(folder.FullName, Console.Out);
        folder.Delete(recursive: true);
        break;
    case ["snapshot"]:
        BenchmarkRunner.Run<ShowTableBenchmark>();
        break;
    case ["memory"]:
        await IdleMemoryBenchmark.RunAsync(Console.Out);
        break;
    case ["pegasus"]:
        await PegasusBenchmark.RunAsync(Console.Out);
        break;
    case ["pegasus-fuzz"]:
        PegasusBenchmark.Fuzz(Console.Out);
        break;
    case ["discord"]:
        await AcknowledgementBenchmark.RunAsync(Console.Out);
        await HourBenchmark.RunAsync(Console.Out);
        break;
    case ["pegasus-restart"]:
        await RestartBenchmark.OnBoxAsync(2, Console.Out);
        break;
    case ["pegasus-restart", var servers]:
        await RestartBenchmark.OnBoxAsync(int.Parse(servers, CultureInfo.InvariantCulture), Console.Out);
        break;
    case ["pegasus-restart", var servers, var file, var table]:
        await RestartBenchmark.OnAsync(RestartTarget.Configured(file), table, int.Parse(servers, CultureInfo.InvariantCulture), Console.Out);
        break;
    default:
        Console.Error.WriteLine("which one? upgrade [led partitions], playbooks, runs, snapshot, memory, pegasus, pegasus-fuzz, discord, pegasus-restart [servers [configuration table]]");
        return 2;
}

return 0;
