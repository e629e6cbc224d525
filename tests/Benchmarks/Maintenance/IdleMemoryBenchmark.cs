using System.Diagnostics;
using System.Globalization;
using Nightshift.Onebox.Deployment;

namespace Nightshift.Benchmarks.Maintenance;

/// <summary>Resident memory of the bot that serves its page and has nothing to do, beside that of the onebox's tablets and nameservers together.</summary>
internal static class IdleMemoryBenchmark
{
    public static async Task RunAsync(TextWriter output)
    {
        var home = Directory.CreateTempSubdirectory("nightshift-bench-").FullName;
        var options = new OneboxOptions { Directory = Path.Combine(home, "box"), PortOffset = 21_000 };
        using var box = new OpenMldbOnebox(options, TimeProvider.System);
        await box.UpAsync(new Progress<string>(), CancellationToken.None);
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = home, RedirectStandardOutput = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "Nightshift.Bot.dll"), "--dir", options.Directory, "--port-offset", "21000", "--onebox", "openmldb" }) start.ArgumentList.Add(argument);
        start.Environment["Nightshift__Web__Url"] = "http://127.0.0.1:0";
        using var bot = Process.Start(start)!;
        try
        {
            while (await bot.StandardOutput.ReadLineAsync() is { } line && !line.Contains("?token=", StringComparison.Ordinal))
            {
            }

            await Task.Delay(TimeSpan.FromSeconds(20));
            bot.Refresh();
            var nodes = (await box.StatusAsync(CancellationToken.None)).Where(process => process.Component.Component is OneboxComponent.Tablet or OneboxComponent.Nameserver).ToList();
            var together = nodes.Sum(node => node.ResidentBytes ?? throw new InvalidOperationException($"{node.Component.Name} does not run"));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bot idle: {bot.WorkingSet64 / 1048576.0:0} MiB resident; {nodes.Count} tablets and nameservers of the onebox: {together / 1048576.0:0} MiB together"));
        }
        finally
        {
            bot.Kill();
            await bot.WaitForExitAsync();
            await box.DownAsync(new Progress<string>(), CancellationToken.None);
            Directory.Delete(home, recursive: true);
        }
    }
}
