using System.Globalization;
using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Hosting;

/// <summary>Who a server is and what it runs.</summary>
/// <param name="Node">Where it listens, and in master its name.</param>
/// <param name="Version">Release, <c>2.5.0</c>.</param>
/// <param name="Commit">Build id, as <c>/version</c> and <c>server-info</c> show it.</param>
/// <param name="Generation">How it names servers on the wire and answers remote commands.</param>
/// <param name="Started">When the process started.</param>
internal sealed record ServerIdentity(NodeAddress Node, string Version, string Commit, WireGeneration Generation, DateTimeOffset Started)
{
    public bool IsMaster => Generation == WireGeneration.HostPort;

    /// <summary><c>2024-01-01 00:00:00</c>, local time, whole seconds.</summary>
    public string StartText => Started.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>
    /// The generation of a release: up to 2.5 the first, all after it the second; a value of <c>[onebox] generation</c> goes before.
    /// </summary>
    /// <exception cref="FormatException">The configured value is neither <c>2.5</c> nor <c>master</c>.</exception>
    public static WireGeneration GenerationOf(string version, string? configured) => configured switch
    {
        "2.5" => WireGeneration.Address,
        "master" => WireGeneration.HostPort,
        not null => throw new FormatException($"config: [onebox] generation = {configured} is neither 2.5 nor master"),
        _ => System.Version.TryParse(version.Split('-')[0], out var release) && release < new Version(2, 6) ? WireGeneration.Address : WireGeneration.HostPort,
    };
}
