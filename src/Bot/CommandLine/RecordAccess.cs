using Nightshift.Bot.Wiring;
using Nightshift.Runs;
using Nightshift.Runs.Store;

namespace Nightshift.Bot.CommandLine;

/// <summary>Opens what was written of the runs, without a cluster, and without a store where there is none yet.</summary>
internal static class RecordAccess
{
    public static Task<int> RunAsync(StartSettings settings, Func<IAudit, Task<int>> action) => Guarded.RunAsync(async () =>
    {
        var store = Startup.Read(settings).StorePath;
        if (!File.Exists(store)) return await FailAsync($"there is no store at {store}", ExitCode.WrongRequest);
        try
        {
            await using var services = new ServiceCollection().AddRuns(new RunOptions { Database = store }).BuildServiceProvider();
            return await action(services.GetRequiredService<IAudit>());
        }
        catch (KeyNotFoundException fault)
        {
            return await FailAsync(fault.Message, ExitCode.WrongRequest);
        }
        catch (Exception fault) when (fault is StoreException or IOException or UnauthorizedAccessException)
        {
            return await FailAsync(fault.Message, ExitCode.Failed);
        }
    });

    private static async Task<int> FailAsync(string sentence, int code)
    {
        await Console.Error.WriteLineAsync(sentence);
        return code;
    }
}
