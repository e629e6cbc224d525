using System.Buffers;
using System.Text.RegularExpressions;

namespace Nightshift.Onebox.Faults;

/// <summary>The faults of a process as it runs: the file is read again whenever its time or length changed.</summary>
internal sealed class FaultBoard(FaultFile file, TimeProvider time)
{
    private static readonly SearchValues<char> RegexMarks = SearchValues.Create("/.*+?^$([|\\");
    private readonly Lock _lock = new();
    private (DateTime Written, long Length) _stamp;
    private IReadOnlyList<Fault> _faults = [];

    /// <summary>
    /// The fault of that kind that strikes one of the subjects, used up by one; null when none does. A subject is a method, an op or task
    /// type, an endpoint, a table, or a path; <see cref="Fault.Match"/> equals one, or is a regular expression found in one.
    /// </summary>
    public Fault? Strike(string kind, params ReadOnlySpan<string> subjects)
    {
        foreach (var fault in Current())
        {
            if (fault.Kind == kind && Matches(fault.Match, subjects) && (fault.Count is null || file.Use(fault.Id)))
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>Waits out a fault that delays.</summary>
    public Task DelayAsync(Fault? fault, CancellationToken cancellationToken)
        => fault?.DelayMs is > 0 and var delay
            ? Task.Delay(TimeSpan.FromMilliseconds(delay), time, cancellationToken)
            : Task.CompletedTask;

    private static bool Matches(string? match, ReadOnlySpan<string> subjects)
    {
        if (match is null)
        {
            return true;
        }

        var pattern = match.AsSpan().IndexOfAny(RegexMarks) >= 0;
        foreach (var subject in subjects)
        {
            if (subject == match || (pattern && Regex.IsMatch(subject, match, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))))
            {
                return true;
            }
        }

        return false;
    }

    private IReadOnlyList<Fault> Current()
    {
        var info = new FileInfo(file.Path);
        var stamp = info.Exists ? (info.LastWriteTimeUtc, info.Length) : default;
        lock (_lock)
        {
            if (stamp != _stamp)
            {
                _faults = file.Read();
                _stamp = stamp;
            }

            return _faults;
        }
    }
}
