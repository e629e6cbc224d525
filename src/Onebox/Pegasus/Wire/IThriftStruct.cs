namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>A message: names its fields once, for reading and for writing.</summary>
internal interface IThriftStruct
{
    /// <summary>Passes every field through <paramref name="fields"/>, in the order of their ids.</summary>
    void Exchange(IFields fields);
}
