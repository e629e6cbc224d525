using System.Globalization;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus.Tests.Maintenance.Support;

internal static class FakeSettings
{
    private const string No = "not asked for";

    public static MetaSettings Unknown { get; } = new(
        Reading<MetaLevel>.Unknown(No), Reading<long>.Unknown(No), Reading<int>.Unknown(No), Reading<bool>.Unknown(No), Reading<int>.Unknown(No), Reading<int>.Unknown(No),
        Reading<int>.Unknown(No), Reading<int>.Unknown(No), Reading<int>.Unknown(No), Reading<int>.Unknown(No), Reading<int>.Unknown(No));

    public static MetaSettings Of(MetaLevel level, IReadOnlyDictionary<string, string> settings) => new(
        Reading<MetaLevel>.Known(level),
        Reading<long>.Known(long.Parse(settings[MetaSetting.AssignDelayMs], CultureInfo.InvariantCulture)),
        Number(settings[MetaSetting.AddSecondaryMax]),
        Reading<bool>.Known(settings[MetaSetting.AddSecondaryFlowControl] == "true"),
        Number(settings[MetaSetting.LivePercentage]),
        Number("3"),
        Number("600"),
        Number("5"),
        Number("0"),
        Number("0"),
        Number("300"));

    private static Reading<int> Number(string text) => Reading<int>.Known(int.Parse(text, CultureInfo.InvariantCulture));
}
