namespace Nightshift.Onebox.Components.Rows;

/// <summary>A column of a table.</summary>
/// <param name="Type">A <c>data_type</c>, <c>kString</c>.</param>
internal sealed record Column(string Name, string Type)
{
    public bool IsText => Type is "kString" or "kVarchar";

    /// <summary>Bytes of a fixed-width value in a row.</summary>
    public int Width => Type switch
    {
        "kBool" => 1,
        "kSmallInt" => 2,
        "kInt" or "kFloat" or "kDate" => 4,
        "kBigInt" or "kDouble" or "kTimestamp" => 8,
        _ => throw new NotSupportedException($"column {Name} of type {Type}"),
    };
}
