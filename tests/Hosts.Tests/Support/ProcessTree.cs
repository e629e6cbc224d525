namespace Nightshift.Hosts.Tests.Support;

/// <summary>Who is whose child, by /proc.</summary>
internal static class ProcessTree
{
    internal static IReadOnlyList<int> ChildrenOf(int parent) => All(1, parent);

    internal static IReadOnlyList<int> SessionOf(int leader) => All(3, leader);

    internal static bool Lives(int pid) => Field(pid, 0) is { } state && state is not "Z" and not "X";

    private static int[] All(int field, int value) =>
    [
        .. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit)).Select(int.Parse!)
            .Where(pid => Field(pid, field) == value.ToString()),
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
