using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>A partition with the name of its table, by which the meta server is asked.</summary>
internal readonly record struct TablePartition(string Table, Gpid Id)
{
    public override string ToString() => $"{Table}[{Id.Index}]";
}
