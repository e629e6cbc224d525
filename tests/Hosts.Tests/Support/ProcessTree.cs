namespace Nightshift.Hosts.Tests.Support;

/// <summary>Who is whose child, by /proc.</summary>
internal static class ProcessTree
{
    internal static IReadOnlyList<int> ChildrenOf(int parent) => Where(pid => Field(pid, 1) == parent.ToString());

    internal static IReadOnlyList<int> SessionOf(int leader) => Where(pid => Field(pid, 3) == leader.ToString());

    internal static bool Lives(int pid) => Field(pid, 0) is { } state && state is not "Z" and not "X";

    internal static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    internal static IReadOnlyList<int> Where(Func<int, bool> condition) =>
    [
        .. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit)).Select(int.Parse!)
            .Where(condition),
    ];

    private static string? Field(int pid, int index)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[index];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
