using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Pegasus.Deployment;
using Nightshift.OpenMldb;
using Nightshift.Pegasus;

namespace Nightshift.Bot.PlaybookTests.Boxes;

/// <summary>The kinds of clusters that there are boxes of.</summary>
internal static class TestBoxes
{
    public static IReadOnlyList<string> Kinds { get; } = [OpenMldbKind.KindName, PegasusKind.KindName];

    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="directory">Where it is made.</param>
    /// <param name="portOffset">Null finds a free one.</param>
    public static ITestBox Of(string kind, string directory, int? portOffset) => kind switch
    {
        OpenMldbKind.KindName => new OpenMldbTestBox(new OneboxOptions { Directory = directory, PortOffset = portOffset ?? FreePorts.Offset(), SeedPartitions = 3 }),
        PegasusKind.KindName => new PegasusTestBox(new PegasusOptions { Directory = directory, PortOffset = portOffset ?? PegasusPorts.FreeOffset(Environment.ProcessId) }),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no box has a cluster of this kind"),
    };
}
