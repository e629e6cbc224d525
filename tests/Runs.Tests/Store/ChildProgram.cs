namespace Nightshift.Runs.Tests.Store;

/// <summary>The tests' own program: run by name with <c>append FILE</c> it is the process that gets killed.</summary>
public static class ChildProgram
{
    public static async Task<int> Main(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args is not ["append", var file]) return 2;
        await KilledProcessTests.ChildAsync(file);
        return 0;
    }
}
