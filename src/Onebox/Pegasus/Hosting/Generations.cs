using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Hosting;

/// <summary>Which generation a server belongs to.</summary>
internal static class Generations
{
    private static readonly Version FirstOfMaster = new(2, 6);

    /// <summary>As <c>[onebox] generation</c> says (<c>2.5</c> or <c>master</c>); without it by the release: up to 2.5 the first.</summary>
    /// <exception cref="FormatException">The configured value is neither, or the release is no version.</exception>
    public static WireGeneration Of(string release, string configured) => configured switch
    {
        "2.5" => WireGeneration.Address,
        "master" => WireGeneration.HostPort,
        "" => Version.TryParse(release, out var version)
            ? version < FirstOfMaster ? WireGeneration.Address : WireGeneration.HostPort
            : throw new FormatException($"release {release} is no version"),
        _ => throw new FormatException($"config: [onebox] generation = {configured} is neither 2.5 nor master"),
    };
}
