using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Tablet;

/// <summary><c>SchemaAdapter::CheckTableMeta</c> for a tablet's meta (<c>src/schema/schema_adapter.cc</c>).</summary>
internal static class TableMetaCheck
{
    /// <summary>What is wrong with it; null when nothing is.</summary>
    public static string? Fault(TableMeta meta)
    {
        if (string.IsNullOrEmpty(meta.Name))
        {
            return "table name is empty";
        }

        if (meta.Tid is null or <= 0)
        {
            return "tid <= 0, invalid tid";
        }

        return meta.StorageMode == StorageMode.Unknown ? "storage_mode is unknown" : null;
    }
}
