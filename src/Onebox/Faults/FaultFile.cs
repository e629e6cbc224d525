using System.Text.Json;

namespace Nightshift.Onebox.Faults;

/// <summary>
/// The faults of one install root: <c>conf/faults.json</c>, an array of <see cref="Fault"/>. Written by rename, so that a reader never
/// meets half a file; changes by several processes are serialised by a lock file beside it. No file means no faults.
/// </summary>
public sealed class FaultFile(string path)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, TypeInfoResolver = FaultJson.Default };

    /// <summary>Where the faults are kept.</summary>
    public string Path { get; } = path;

    /// <summary>The file of an install root.</summary>
    public static FaultFile In(string installRoot) => new(System.IO.Path.Combine(installRoot, "conf", "faults.json"));

    /// <summary>All faults, in file order.</summary>
    /// <exception cref="InvalidDataException">The file is not an array of faults, or names an unknown kind.</exception>
    public IReadOnlyList<Fault> Read()
    {
        if (!File.Exists(Path))
        {
            return [];
        }

        Fault[] faults;
        try
        {
            faults = JsonSerializer.Deserialize<Fault[]>(File.ReadAllText(Path), Json) ?? [];
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{Path}: {error.Message}", error);
        }

        foreach (var fault in faults)
        {
            Check(fault);
        }

        return faults;
    }

    /// <summary>Adds a fault, in place of one with the same id.</summary>
    /// <exception cref="ArgumentException">The fault has no id, or its kind is unknown.</exception>
    public void Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        try
        {
            Check(fault);
        }
        catch (InvalidDataException error)
        {
            throw new ArgumentException(error.Message, nameof(fault), error);
        }

        Change(faults => [.. faults.Where(each => each.Id != fault.Id), fault]);
    }

    /// <summary>Removes the fault of that id; false when there is none.</summary>
    public bool Remove(string id)
    {
        var found = false;
        Change(faults =>
        {
            found = faults.Any(each => each.Id == id);
            return faults.Where(each => each.Id != id);
        });
        return found;
    }

    /// <summary>Removes every fault.</summary>
    public void Clear() => Change(_ => []);

    /// <summary>
    /// Uses the fault up by one, durably: false when another use was the last. A fault without count is used for ever.
    /// </summary>
    public bool Use(string id)
    {
        var used = false;
        Change(faults =>
        {
            used = faults.Any(each => each.Id == id && (each.Count is null or > 0));
            return faults
                .Select(each => each.Id == id && each.Count is { } count ? each with { Count = count - 1 } : each)
                .Where(each => each.Count is null or > 0);
        });
        return used;
    }

    private static void Check(Fault fault)
    {
        if (string.IsNullOrWhiteSpace(fault.Id))
        {
            throw new InvalidDataException("a fault has no id");
        }

        if (!FaultKind.All.Contains(fault.Kind))
        {
            throw new InvalidDataException($"fault {fault.Id}: unknown kind '{fault.Kind}', known: {string.Join(' ', FaultKind.All)}");
        }
    }

    private void Change(Func<IReadOnlyList<Fault>, IEnumerable<Fault>> change)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);
        using var held = FileLock.Take(Path + ".lock", TimeSpan.FromSeconds(10));
        var before = Read();
        var after = change(before).ToArray();
        if (after.SequenceEqual(before))
        {
            return;
        }

        var staged = $"{Path}.{Environment.ProcessId}.new";
        using (var file = new FileStream(staged, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, after, Json);
            file.Flush(flushToDisk: true);
        }

        File.Move(staged, Path, overwrite: true);
    }
}
