using System.Globalization;
using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

/// <summary>
/// <c>SchemaAdapter::CheckTableMeta</c> and what <c>CreateTable</c> completes before it. Upstream's tablets crash on a <c>column_key</c> without
/// <c>ttl</c>; here such a key gets the default.
/// </summary>
internal static class TableSchemaCheck
{
    /// <summary>Adds the index that a table without one gets, and says what is wrong with the rest; null when nothing is.</summary>
    public static string? Complete(TableInfo table, ulong nowSeconds)
    {
        if (table.ColumnKey.Count == 0
            && table.ColumnDesc.FirstOrDefault(column => column.DataType is not (DataType.Float or DataType.Double)) is { } first)
        {
            table.ColumnKey.Add(new ColumnKey
            {
                IndexName = string.Create(CultureInfo.InvariantCulture, $"INDEX_0_{nowSeconds}"), ColName = [first.Name!], Ttl = new Ttl(),
            });
        }

        if (string.IsNullOrEmpty(table.Name))
        {
            return "table name is empty";
        }

        if (table.ColumnDesc.Count == 0)
        {
            return "no column";
        }

        if (table.ColumnDesc.GroupBy(column => column.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            return $"duplicated column: {twice.Key}";
        }

        return table.ColumnKey.Select(key => Fault(table, key)).FirstOrDefault(fault => fault is not null)
            ?? (table.ColumnKey.GroupBy(key => key.IndexName).FirstOrDefault(group => group.Count() > 1) is { } same
                ? $"duplicate index {same.Key}"
                : null);
    }

    private static string? Fault(TableInfo table, ColumnKey key)
    {
        if (key.ColName.Count == 0)
        {
            key.ColName.Add(key.IndexName ?? string.Empty);
        }

        key.Ttl ??= new Ttl();
        foreach (var name in key.ColName)
        {
            var column = table.ColumnDesc.FirstOrDefault(each => each.Name == name);
            if (column is null)
            {
                return $"can not find col in schema. col: {name}";
            }

            if (column.DataType is DataType.Float or DataType.Double)
            {
                return $"float or double type column can not be index, column is: {name}";
            }
        }

        return key.TsName is { } ts && table.ColumnDesc.All(each => each.Name != ts) ? $"can not find col in schema. col: {ts}" : null;
    }
}
