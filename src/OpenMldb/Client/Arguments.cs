using System.Text;

namespace Nightshift.OpenMldb.Client;

/// <summary>Checks before sending: servers drop a wrong value of an optional field without a word and then act on everything.</summary>
internal static class Arguments
{
    private const int MaxName = 512;

    public static void Check(Operation operation, PartitionId partition)
    {
        Check(operation, partition.TableId);
        Require(operation, partition.Pid <= int.MaxValue, $"{partition.Pid} is no partition number");
    }

    public static void Check(Operation operation, TidPid id) =>
        Require(operation, id.Tid is > 0 and <= int.MaxValue && id.Pid <= int.MaxValue, $"{id} is no partition");

    public static void Check(Operation operation, TableId table)
    {
        Require(operation, IsName(table.Name), "a table needs a name");
        Require(operation, table.Db is not null && (table.Db.Length == 0 || IsName(table.Db)), "a database needs a name");
    }

    public static void Require(Operation operation, bool condition, string complaint)
    {
        if (!condition)
            throw new WrongRequestException(new CallSite(operation, operation.ToString(), "request", null, null), $"{operation} was not sent: {complaint}.");
    }

    private static bool IsName(string? text) =>
        text is { Length: > 0 and <= MaxName } && IsWellFormed(text) && !text.Any(char.IsControl);

    private static bool IsWellFormed(string text) => text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);
}
