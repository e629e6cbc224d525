using System.Globalization;

namespace Nightshift.Pegasus.Client;

/// <summary>One partition of one table, as Pegasus writes it: <c>2.5</c> is partition 5 of the table with the id 2.</summary>
/// <param name="AppId">The id of the table, from 1.</param>
/// <param name="Index">The index of the partition, from 0.</param>
public readonly record struct Gpid(int AppId, int Index)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{AppId}.{Index}");
}
