using System.Globalization;
using Nightshift.Onebox.Pegasus.Configuration;
using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Hosting;

/// <summary>
/// Faults given while a server runs: <c>faults.ini</c> beside its <c>config.ini</c>, of the same form, whose values go before. Read again whenever the
/// file has changed. Whole numbers of section <c>[onebox]</c> are counted faults (<see cref="OneboxFaults"/>) too.
/// </summary>
internal sealed class FaultOverlay(IniFile ini, OneboxFaults faults, string directory, TimeProvider time)
{
    public const string FileName = "faults.ini";
    private const string Section = "onebox";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private (DateTime, long) _stamp;
    private Dictionary<string, int> _counted = [];

    /// <summary>Reads the file if it has changed.</summary>
    public void Refresh()
    {
        var file = new FileInfo(Path.Combine(directory, FileName));
        var stamp = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
        if (stamp == _stamp) return;
        var overlay = file.Exists ? IniFile.Read(file.FullName) : null;
        ini.Cover(overlay);
        Count(overlay?.Keys(Section) ?? []);
        _stamp = stamp;
    }

    private void Count(IReadOnlyList<KeyValuePair<string, string>> values)
    {
        var counted = new Dictionary<string, int>();
        foreach (var (key, value) in values)
            if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                counted[key] = number;
        foreach (var gone in _counted.Keys.Where(key => !counted.ContainsKey(key))) faults[gone] = ini.Int(Section, gone, 0);
        foreach (var (key, number) in counted)
            if (!_counted.TryGetValue(key, out var old) || old != number)
                faults[key] = number;
        _counted = counted;
    }

    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Interval, time, cancellationToken);
            Refresh();
        }
    }
}
