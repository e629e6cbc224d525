using Nightshift.Bot.Configuration;
using Nightshift.Onebox.Deployment;

namespace Nightshift.Bot.CommandLine;

/// <summary>The edge of the program: faults that people can mend become sentences and exit codes, everything else keeps its stack.</summary>
internal static class Guarded
{
    public static async Task<int> RunAsync(Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (ConfigurationException faults)
        {
            foreach (var fault in faults.Faults) await Console.Error.WriteLineAsync(fault);
            return ExitCode.WrongRequest;
        }
        catch (OneboxException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("interrupted; a run that is under way is carried on by 'resume', by the next 'exec' of a playbook, or by a program that serves");
            return ExitCode.Failed;
        }
    }
}
