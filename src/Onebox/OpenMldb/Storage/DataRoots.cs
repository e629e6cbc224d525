using Nightshift.Onebox.OpenMldb.Configuration;

namespace Nightshift.Onebox.OpenMldb.Storage;

/// <summary>The disks of a tablet: where a partition's folder and its recycled remains lie.</summary>
internal sealed class DataRoots
{
    private readonly string[] _roots;
    private readonly string[] _bins;
    private readonly TimeProvider _time;

    public DataRoots(NodeFlags flags, Func<string, string> place, TimeProvider time)
    {
        _time = time;
        _roots = Split(flags.DbRootPath, place);
        _bins = flags.RecycleBinEnabled ? Split(flags.RecycleBinRootPath, place) : [];
        foreach (var path in _roots.Concat(_bins))
        {
            Directory.CreateDirectory(path);
        }
    }

    public PartitionFolder Folder(uint tid, uint pid) => new(Path.Combine(Choose(_roots, tid, pid)!, $"{tid}_{pid}"), _time);

    public string? RecycleBin(uint tid, uint pid) => Choose(_bins, tid, pid);

    private static string[] Split(string list, Func<string, string> place)
        => [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(place)];

    private static string? Choose(string[] paths, uint tid, uint pid)
        => paths.Length == 0 ? null : paths[(int)((tid + (ulong)pid) % (ulong)paths.Length)];
}
