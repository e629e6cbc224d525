namespace Nightshift.Clusters;

/// <summary>A release that can be installed: its name and the directory on this machine that holds its tree (with <c>bin/</c> inside).</summary>
/// <param name="Name">As people type it: <c>0.9.3</c>.</param>
/// <param name="Directory">Absolute path on the machine of the bot.</param>
public sealed record Release(string Name, string Directory)
{
    public override string ToString() => Name;
}
