namespace Nightshift.Onebox.OpenMldb.Wire;

/// <summary>Enum names as upstream has them: with the prefix "k".</summary>
internal static class EnumNames
{
    public static string Print(Enum value) => $"k{value}";

    public static string Print<T>(T? value)
        where T : struct, Enum
        => value is { } given ? $"k{given}" : string.Empty;

    /// <summary>Null when the name is unknown.</summary>
    public static object? Parse(Type type, string name)
        => name.StartsWith('k') && Enum.TryParse(type, name.AsSpan(1), ignoreCase: false, out var value) && Enum.IsDefined(type, value)
            ? value
            : null;
}
