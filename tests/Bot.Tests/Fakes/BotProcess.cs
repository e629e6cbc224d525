using System.Diagnostics;
using Nightshift.Bot.CommandLine;

namespace Nightshift.Bot.Tests.Fakes;

/// <summary>The program as people start it.</summary>
internal static class BotProcess
{
    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory };
        foreach (var argument in (string[])["exec", typeof(RootCommandFactory).Assembly.Location, .. arguments]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = await process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output, error);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
