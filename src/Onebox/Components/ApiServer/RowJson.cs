using System.Globalization;
using System.Text.Json.Nodes;
using Nightshift.Onebox.Components.Rows;

namespace Nightshift.Onebox.Components.ApiServer;

/// <summary>Row values in the REST dialect: numbers, texts, dates as <c>2026-01-31</c>, timestamps in milliseconds.</summary>
internal static class RowJson
{
    /// <exception cref="ApiException">The values do not fit the columns.</exception>
    public static object?[] Read(IReadOnlyList<Column> columns, JsonArray values) => values.Count == columns.Count
        ? [.. columns.Select((column, i) => Read(column, values[i]))]
        : throw new ApiException(ApiException.Invalid, "column size != schema size");

    public static JsonNode? Write(object? value) => value switch
    {
        null => null,
        bool truth => JsonValue.Create(truth),
        long number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        DateOnly date => JsonValue.Create(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => JsonValue.Create((string)value),
    };

    /// <summary>A column's type as the REST schema names it.</summary>
    public static string TypeName(Column column) => column.Type switch
    {
        "kSmallInt" => "Int16",
        "kInt" => "Int32",
        "kBigInt" => "Int64",
        "kVarchar" => "String",
        var type => type[1..],
    };

    private static object? Read(Column column, JsonNode? value)
    {
        if (value is null) return null;
        try
        {
            return column.Type switch
            {
                "kBool" => (bool)value,
                "kFloat" or "kDouble" => (double)value,
                "kDate" => DateOnly.Parse((string)value!, CultureInfo.InvariantCulture),
                _ => column.IsText ? (string)value! : (long)value,
            };
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new ApiException(ApiException.Invalid, $"trans failed on {column.Name}({column.Type}): {value.ToJsonString()}");
        }
    }
}
